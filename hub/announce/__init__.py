"""Tells the branches what they need to know: numbered changes, pumped by the boxes' hellos."""
