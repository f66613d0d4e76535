"""From a blank card to a selling branch: the authority, the broker, and what a box is given."""
