"""The bytes themselves: a page's Markdown source, a file as it was put in.

What a browser may show is decided by our own list of suffixes, never by what an uploader said;
all else is handed over as a download. See reliability research, "SVG upload with script".
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from flask import Blueprint, Response, request

from app.web.asking import person, wiki
from app.web.security import RAW_POLICY

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

blueprint = Blueprint("raw", __name__)

_SHOWN = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "txt": "text/plain; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
}


@blueprint.get("/-/raw/<path:path>")
def raw(path: str) -> ResponseReturnValue:
    """The bytes, with the revision they are of as their `ETag`."""
    found = wiki().raw(person(), path, request.args.get("at", ""))
    suffix = found.name.rpartition(".")[2].lower()
    response = Response(found.content)
    response.headers["Content-Type"] = _SHOWN.get(suffix, "application/octet-stream")
    response.headers["Content-Disposition"] = _disposition(suffix in _SHOWN, found.name)
    response.headers["Content-Security-Policy"] = RAW_POLICY
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(found.revision)
    return response.make_conditional(request)


def _disposition(is_shown: bool, name: str) -> str:
    """RFC 6266: the name in UTF-8, and one in ASCII for who cannot read that."""
    plain = "".join(c if c.isascii() and c.isprintable() and c not in '"\\%' else "_" for c in name)
    way = "inline" if is_shown else "attachment"
    return f"{way}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
