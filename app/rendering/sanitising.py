"""What HTML a page may contain. nh3 is the last step: nothing rewrites the HTML after it.

Whatever stands here is harmless by itself: no styles, no scripts, no forms, no frames, no SVG or
MathML, classes and roles only those that the renderer gives, and ids that cannot be taken for
another thing's (a reader's own get "user-content-" in front).
"""

from __future__ import annotations

from collections.abc import Collection

import nh3

from app.rendering.finishing import KINDS

OWN_ID_PREFIX = "user-content-"

_TAGS = set(
    "a abbr b bdi bdo big blockquote br caption center cite code col colgroup dd del details dfn "
    "div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt "
    "ruby s samp section small span strike strong sub summary sup table tbody td tfoot th thead tr "
    "tt u ul var wbr".split()
)
# Left out with all they hold; other tags that are not listed lose the tag and keep their text.
_LEFT_OUT_WHOLE = set(
    "applet embed frame frameset iframe math noembed noframes noscript object script style svg "
    "template textarea title xmp".split()
)
_ATTRIBUTES = {
    "*": {"title", "lang", "id"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "col": {"span"},
    "colgroup": {"span"},
    "div": {"aria-label"},
    "section": {"aria-label"},
    "span": {"aria-label"},
}
_ALIGN = {"left", "center", "right"}
_ATTRIBUTE_VALUES = {
    "*": {"dir": {"ltr", "rtl", "auto"}},
    "a": {"rel": {"noopener noreferrer"}, "aria-label": {"Back to the text"}},
    "div": {"tabindex": {"0"}, "role": {"region"}, "align": _ALIGN},
    "pre": {"tabindex": {"0"}},
    "span": {"role": {"img"}},
    "img": {"loading": {"lazy"}, "align": _ALIGN},
    "details": {"open": {"", "open"}},
    "p": {"align": _ALIGN},
    "td": {"align": _ALIGN},
    "th": {"align": _ALIGN, "scope": {"col", "row"}},
    **{f"h{level}": {"align": _ALIGN} for level in range(1, 7)},
}
# The classes that Pygments gives to code.
_CODE_CLASSES = set(
    "bp c c1 ch cm cp cpf cs dl err esc fm g gd ge ges gh gi go gp gr gs gt gu il k kc kd kn kp kr "
    "kt l ld m mb mf mh mi mo n na nb nc nd ne nf ni nl nn no nt nv nx o ow p pm py s s1 s2 sa sb "
    "sc sd se sh si sr ss sx t vc vg vi vm w x".split()
)
_CLASSES = {
    "a": {"wanted", "footnote-back"},
    "div": {"table-wrap", "math", "admonition", *KINDS},
    "li": {"task-item"},
    "p": {"admonition-title"},
    "pre": {"code", "mermaid"},
    "section": {"footnotes"},
    "span": {"task", "done", "math", *_CODE_CLASSES},
    "sup": {"footnote-ref"},
}
_SCHEMES = {"http", "https", "mailto", "tel"}


def safe_html(html: str, ids: Collection[str] = (), own_ids: Collection[str] = ()) -> str:
    """`html` with nothing active in it.

    `ids` are those that the renderer gave (headings, footnotes) and stay; all others get a prefix,
    and links in the page to one of `own_ids` follow it there.
    """

    def keep(tag: str, attribute: str, value: str) -> str | None:
        if attribute == "id" and value not in ids:
            return OWN_ID_PREFIX + value
        if attribute == "href" and value.startswith("#"):
            name = value[1:]
            if name in own_ids and name not in ids:
                return f"#{OWN_ID_PREFIX}{name}"
        return value

    return nh3.clean(
        html,
        tags=_TAGS,
        clean_content_tags=_LEFT_OUT_WHOLE,
        attributes=_ATTRIBUTES,
        tag_attribute_values=_ATTRIBUTE_VALUES,
        allowed_classes=_CLASSES,
        attribute_filter=keep,
        url_schemes=_SCHEMES,
        link_rel=None,
        strip_comments=True,
    )
