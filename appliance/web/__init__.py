"""The touch screens of the counter, served by the box itself."""

from appliance.web.app import create_app

__all__ = ["create_app"]
