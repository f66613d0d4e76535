"""Provisioning: certificates, the broker's rights, a box's folder, and the example data."""
