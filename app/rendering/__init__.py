"""Markdown to safe HTML, kept by content; done in worker processes with limits.

Only the worker imports Markdown, Pygments and nh3: the process that answers requests stays small.
"""

from __future__ import annotations

from app.rendering.renderer import Renderer
from app.rendering.values import RENDERER_VERSION, Heading, Link, Rendered

__all__ = ["RENDERER_VERSION", "Heading", "Link", "Rendered", "Renderer"]
