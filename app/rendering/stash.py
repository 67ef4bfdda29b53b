"""Raw HTML on its way around Python-Markdown's serializer."""

from __future__ import annotations

from xml.etree import ElementTree as etree

from markdown import Markdown
from markdown.postprocessors import RawHtmlPostprocessor
from markdown.util import AtomicString


class BlockHtml(str):
    """HTML that stood as a block of its own, so no paragraph goes around it."""


class PutBackRawHtml(RawHtmlPostprocessor):
    def isblocklevel(self, html: str) -> bool:
        return isinstance(html, BlockHtml)

    def stash_to_string(self, text: str) -> str:
        return text


def stash_block(md: Markdown, html: str) -> etree.Element:
    element = etree.Element("p")
    element.text = AtomicString(md.htmlStash.store(BlockHtml(html)))
    return element
