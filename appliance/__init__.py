"""The box in a branch: sells, weighs and prints by itself, and tells the hub what it booked."""

__version__ = "0.1.0"
