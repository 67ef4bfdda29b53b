"""What every answer says about itself, what no request may exceed, and the token in every form.

Sources: OWASP ASVS 5.0 V3.4; Content Security Policy Level 3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Flask, Response, request
from flask_wtf.csrf import CSRFProtect

if TYPE_CHECKING:
    from app.settings import Settings

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; frame-src 'self'"
)
# A diagram is drawn in a frame of no origin: it may style itself inline, and reach nothing.
DIAGRAM_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; img-src data:; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'self'; sandbox allow-scripts"
)
# Bytes somebody uploaded: they may be looked at, and do nothing.
RAW_POLICY = "default-src 'none'; style-src 'none'; sandbox; frame-ancestors 'none'"

_HEADERS = (
    ("Content-Security-Policy", PAGE_POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
    ("Cache-Control", "private, no-store"),
)

# A page may have 1 MB. Ten times that is read, so that a text that is too long can be given back
# in its box; in a form every byte that is not ASCII takes three.
LARGEST_FORM_BYTES = 10 * 1024 * 1024
MOST_FORM_PARTS = 1000

_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def guard(web: Flask, settings: Settings) -> None:
    """Put limits, form tokens and headers on everything `web` answers."""
    web.config.update(
        MAX_CONTENT_LENGTH=LARGEST_FORM_BYTES,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM_BYTES,
        MAX_FORM_PARTS=MOST_FORM_PARTS,
        TRUSTED_HOSTS=trusted_hosts(settings.base_url, settings.host),
        WTF_CSRF_TIME_LIMIT=None,
    )
    CSRFProtect(web)
    web.after_request(_add_headers)


def trusted_hosts(base_url: str, host: str) -> list[str] | None:
    """The host names this wiki answers to; None where it listens to a network unnamed.

    No address is ever made from a request's Host, so None is bearable, and a name is better.
    """
    named = urlsplit(base_url).hostname
    if not named and host not in _LOOPBACK:
        return None
    return sorted(_LOOPBACK | ({named} if named else set()))


def _add_headers(response: Response) -> Response:
    headers = response.headers
    if request.endpoint == "static" and response.status_code in (200, 304):
        is_named_by_content = "v" in request.args
        headers["Cache-Control"] = (
            "public, max-age=31536000, immutable" if is_named_by_content else "no-cache"
        )
    for name, value in _HEADERS:
        if name not in headers:
            headers[name] = value
    return response
