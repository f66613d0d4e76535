"""Carries the outbox to the hub and brings back how far it is booked there."""
