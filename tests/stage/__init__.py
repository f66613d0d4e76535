"""The whole system on one machine: real broker, hub and boxes, with simulated devices at the other end of each wire."""
