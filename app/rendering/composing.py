"""From a page's Markdown to its safe HTML. Runs in the worker process only."""

from __future__ import annotations

from collections.abc import Mapping

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import HTML_RE, SubstituteTagInlineProcessor
from markdown.util import Registry

from app.content.source import front_matter
from app.rendering.autolinks import (
    ANGLE_MAIL,
    ANGLE_URL,
    BARE_MAIL,
    BARE_URL,
    AngleMailProcessor,
    AngleUrlProcessor,
    BareMailProcessor,
    BareUrlProcessor,
)
from app.rendering.blocks import GitHubBlockParser
from app.rendering.footnotes import REFERENCE, FootnoteReference, NumberFootnotes
from app.rendering.formulas import INLINE, InlineFormula
from app.rendering.links import (
    IMAGE,
    LINK,
    WIKI,
    ImageProcessor,
    LinkProcessor,
    WikiLinkProcessor,
)
from app.rendering.outline import MarkHeadings
from app.rendering.raw_tags import RawTagProcessor
from app.rendering.sanitising import safe_html
from app.rendering.stash import PutBackRawHtml
from app.rendering.targets import Targets
from app.rendering.values import Link, Rendered

_PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"


class GitHubHabits(Extension):
    """Python-Markdown with GitHub's block structure and the wiki's own inline marks."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        md.preprocessors = Registry()  # the block parser reads lines as they are
        self.blocks = md.parser = GitHubBlockParser(md)
        md.ESCAPED_CHARS = list(_PUNCTUATION)
        assert md.delimiters is not None
        md.delimiters.add("~", "del", double=True)
        self.links = (LinkProcessor(LINK, md), ImageProcessor(IMAGE, md))
        self.wiki_links = WikiLinkProcessor(WIKI, md)
        self.raw_tags = RawTagProcessor(HTML_RE, md)
        self.headings = MarkHeadings(md)
        self.footnotes = NumberFootnotes(md)

        inline = md.inlinePatterns
        for name in ("reference", "image_reference", "short_reference", "short_image_ref"):
            inline.deregister(name)
        inline.register(InlineFormula(INLINE, md), "formula", 185)
        inline.register(FootnoteReference(REFERENCE, md), "footnote", 175)
        inline.register(self.wiki_links, "wiki_link", 165)
        inline.register(self.links[0], "link", 160)
        inline.register(self.links[1], "image_link", 150)
        inline.register(AngleUrlProcessor(ANGLE_URL, md), "autolink", 120)
        inline.register(AngleMailProcessor(ANGLE_MAIL, md), "automail", 110)
        inline.register(SubstituteTagInlineProcessor(r" {2,}\n", "br"), "linebreak", 100)
        inline.register(SubstituteTagInlineProcessor(r"\\\n", "br"), "backslash_break", 99)
        inline.register(self.raw_tags, "html", 90)
        inline.register(BareUrlProcessor(BARE_URL, md), "bare_url", 75)
        inline.register(BareMailProcessor(BARE_MAIL, md), "bare_mail", 70)
        md.treeprocessors.register(self.headings, "headings", 15)
        md.treeprocessors.register(self.footnotes, "footnotes", 14)
        md.postprocessors.register(PutBackRawHtml(md), "raw_html", 30)


class Composer:
    """Renders page after page; one at a time."""

    def __init__(self) -> None:
        self._habits = GitHubHabits()
        self._markdown = Markdown(extensions=[self._habits], output_format="html")

    def compose(self, text: str, links: Mapping[str, Link]) -> Rendered:
        html, targets = self._to_html(text, links)
        habits = self._habits
        return Rendered(
            html=safe_html(
                html, {*habits.headings.anchors, *habits.footnotes.ids}, targets.own_ids
            ),
            outline=tuple(habits.headings.outline),
            has_math='class="math"' in html,
            has_diagram='class="mermaid"' in html,
        )

    def _to_html(self, text: str, links: Mapping[str, Link]) -> tuple[str, Targets]:
        habits, targets = self._habits, Targets(links)
        for processor in (habits.blocks, *habits.links, habits.wiki_links, habits.raw_tags):
            processor.targets = targets
        self._markdown.reset()
        habits.headings.outline, habits.headings.anchors, habits.footnotes.ids = [], {}, set()
        _, body = front_matter(text)
        return self._markdown.convert(_clean(text[body:])), targets


def _clean(text: str) -> str:
    """With one kind of line end, and without the characters Python-Markdown keeps for itself."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    return text.replace("\x02", "").replace("\x03", "").replace("\x00", "\ufffd")
