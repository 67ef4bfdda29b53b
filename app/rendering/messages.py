"""How the server and its rendering worker talk: length-prefixed JSON, nothing that runs code."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from typing import Any

from app.rendering.values import Heading, Link, Rendered

HEADER = struct.Struct(">I")
READY = b"ready"
TOOK_TOO_LONG = "This page takes too long to lay out, so its source is shown."
FAILED = "This page could not be laid out, so its source is shown."


def frame(body: bytes) -> bytes:
    return HEADER.pack(len(body)) + body


def question(text: str, links: Mapping[str, Link]) -> bytes:
    leads = {target: (link.address, link.exists) for target, link in links.items()}
    return json.dumps({"text": text, "links": leads}).encode()


def read_question(body: bytes) -> tuple[str, dict[str, Link]]:
    found: dict[str, Any] = json.loads(body)
    return found["text"], {target: Link(*lead) for target, lead in found["links"].items()}


def answer(rendered: Rendered) -> bytes:
    return json.dumps(
        {
            "html": rendered.html,
            "outline": [
                (heading.level, heading.text, heading.anchor) for heading in rendered.outline
            ],
            "has_math": rendered.has_math,
            "has_diagram": rendered.has_diagram,
        }
    ).encode()


def failure(note: str) -> bytes:
    return json.dumps({"note": note}).encode()


def read_answer(body: bytes) -> Rendered | str:
    """The page, or a sentence on why it could not be rendered."""
    found: dict[str, Any] = json.loads(body)
    if "note" in found:
        return str(found["note"])
    return Rendered(
        found["html"],
        tuple(Heading(*heading) for heading in found["outline"]),
        found["has_math"],
        found["has_diagram"],
    )
