"""Pure rules of the network: no database, no clock, standard library only."""
