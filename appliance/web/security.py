"""What keeps other pages and machines from acting on this counter: a form token, headers, and known host names."""

import os
import secrets
from pathlib import Path

from flask import Flask, Response, request
from flask_wtf.csrf import CSRFProtect

from appliance.web import here

KEY_BYTES = 32
BODY_LIMIT_BYTES = 256 * 1024
"""The longest form, 200 lines of a delivery, has some 20 kB."""
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
        " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


def set_up(app: Flask) -> None:
    """Give the app its key, its form token and its headers."""
    till = app.extensions["till"]
    settings = till.settings
    app.config.update(
        SECRET_KEY=secret_key(settings.path(settings.box.folder) / "web.key"),
        SESSION_COOKIE_NAME=f"sahakorn-{settings.box.web_port}",
        SESSION_COOKIE_SAMESITE="Strict",
        MAX_CONTENT_LENGTH=BODY_LIMIT_BYTES,
        WTF_CSRF_TIME_LIMIT=None,  # a counter's page stays open all day
    )
    if settings.box.web_host in LOOPBACK:
        app.config["TRUSTED_HOSTS"] = [*LOOPBACK]
    CSRFProtect(app)
    app.after_request(add_headers)


def secret_key(file: Path) -> bytes:
    """The key that signs the screens' cookies; made at the first start, readable by the box alone."""
    if not file.exists():
        fresh = file.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(secrets.token_hex(KEY_BYTES) + "\n")
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(file)
    return bytes.fromhex(file.read_text().strip())


def add_headers(response: Response) -> Response:
    """No inline script, no frame, no guessing of types; and pages are never kept, since they show members' names."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Content-Language", here.language())
    return response
