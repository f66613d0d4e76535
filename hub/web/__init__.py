"""The operators' screens: branch feeds, stock, joint purchase, events put aside, alarms; each table also as a file."""

from hub.web.app import create_app

__all__ = ["create_app"]
