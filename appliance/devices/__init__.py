"""Scales, card readers and printers: per protocol a wire codec, a driver and a simulator."""
