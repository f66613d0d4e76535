"""What keeps other pages and machines from acting on these screens: a form token, headers, and known host names."""

import hashlib

from flask import Flask, Response, request
from flask_wtf.csrf import CSRFProtect

from hub.desk import Desk
from hub.store import boxes

BODY_LIMIT_BYTES = 64 * 1024
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


def set_up(app: Flask, desk: Desk) -> None:
    """Give the app its key, its form token and its headers."""
    with desk.store.read() as connection:
        secret = boxes.web_secret(connection)
    name = hashlib.sha256(secret.encode()).hexdigest()[:8]  # two hubs on one host keep their cookies apart
    app.config.update(
        SECRET_KEY=bytes.fromhex(secret),
        SESSION_COOKIE_NAME=f"sahakorn-hub-{name}",
        SESSION_COOKIE_SAMESITE="Strict",
        MAX_CONTENT_LENGTH=BODY_LIMIT_BYTES,
        WTF_CSRF_TIME_LIMIT=None,  # an operator's page stays open all day
    )
    CSRFProtect(app)
    app.after_request(add_headers)


def add_headers(response: Response) -> Response:
    """No inline script, no frame, no guessing of types; pages are not kept, since they show members' names."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    return response
