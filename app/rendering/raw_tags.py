"""Single HTML tags in running text, passed on with their targets resolved."""

from __future__ import annotations

import re

from markdown import Markdown
from markdown.inlinepatterns import HtmlInlineProcessor

from app.rendering.targets import Targets

_WHOLE_LINK = r"<a\s[^<>\x02]*+>[^<>\x02\n]*+</a>"


class RawTagProcessor(HtmlInlineProcessor):
    """Takes `<a …>text</a>` whole, so that an address in its text is not linked again."""

    def __init__(self, pattern: str, md: Markdown) -> None:
        super().__init__(f"({_WHOLE_LINK})|{pattern}", md)
        self.targets = Targets({})

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[str, int, int]:
        source = self.backslash_unescape(self.unescape(m[0]))
        assert self.md is not None
        return self.md.htmlStash.store(self.targets.lead_raw(source)), m.start(), m.end()
