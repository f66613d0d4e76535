"""Mettler-Toledo's protocol for scales in checkouts, found in the 8217 and in many others."""
