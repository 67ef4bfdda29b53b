"""The one place that admits names, and turns a path into an address and back.

A name must be one that git, Windows, macOS and a reader can all hold apart, because the wiki can
be taken out as plain folders on any day.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

from app.content.errors import BadName

SEGMENT_BYTES = 240  # 255 is what file systems take; the rest is room for " (2)" and ".docx"
PATH_BYTES = 900
PAGE = ".md"
FOLDER_PAGE = "README.md"

_NOT_ON_WINDOWS = '<>:"|?*\\'
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)", re.IGNORECASE)
_GIT_SHORT_NAME = re.compile(r"git~[0-9]+", re.IGNORECASE)
# Letters by Unicode's book that show nothing at all.
_BLANK_LETTERS = "\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5"


def admit(path: str) -> str:
    """`path` in NFC, fit to be written; BadName says what is wrong with it and what to do."""
    path = unicodedata.normalize("NFC", path)
    if not path:
        raise BadName("A name is missing. Type the name of the page or folder.")
    if len(path.encode("utf-8", "replace")) > PATH_BYTES:
        raise BadName(
            f"This place is too deep: folders and name together may take {PATH_BYTES} bytes. "
            "Use shorter names or fewer folders."
        )
    segments = path.split("/")
    for segment in segments:
        fault = _fault(segment)
        if fault:
            raise BadName(fault)
    if segments[0] == "-":
        raise BadName("The name “-” at the top is kept for the wiki itself. Choose another one.")
    return path


def is_shown(path: str) -> bool:
    """Whether a path found in a git repository may be shown: no dot names, no disguises.

    Laxer than `admit`, since names that are only awkward must not hide a page that exists.
    """
    return all(
        segment and not segment.startswith(".") and not _is_disguised(segment)
        for segment in path.split("/")
    ) and not path.startswith("-/")


def key(path: str) -> str:
    """What two names must not share in one folder: NFC, case folded (Unicode 3.13, D145)."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def address(path: str) -> str:
    """Where the browser finds it: pages without ".md", a folder's own page at the folder."""
    if not path:
        return "/"
    if is_folder_page(path):
        folder = parent(path)
        return f"/{quote(folder)}/" if folder else "/"
    return "/" + quote(path.removesuffix(PAGE) if is_page(path) else path)


def folder_address(path: str) -> str:
    return f"/{quote(path)}/" if path else "/"


def address_key(path: str) -> str:
    """The key under which an address finds the path: "HR/README.md" → "hr", "A/B.md" → "a/b"."""
    if is_folder_page(path):
        return key(parent(path))
    return key(path.removesuffix(PAGE) if is_page(path) else path)


def is_page(path: str) -> bool:
    return path.endswith(PAGE)


def is_folder_page(path: str) -> bool:
    return leaf(path).casefold() == "readme.md"


def parent(path: str) -> str:
    """The folder above; "" at the top."""
    return path.rpartition("/")[0]


def leaf(path: str) -> str:
    return path.rpartition("/")[2]


def name(path: str) -> str:
    """What a person calls it: no folder, no ".md"; the folder's name for its own page."""
    if is_folder_page(path):
        return leaf(parent(path)) or "Home"
    return leaf(path).removesuffix(PAGE)


def folders_above(path: str) -> list[str]:
    """Every folder that holds `path`, outermost first: "A/B/c.md" → ["A", "A/B"]."""
    segments = path.split("/")[:-1]
    return ["/".join(segments[: depth + 1]) for depth in range(len(segments))]


def _fault(segment: str) -> str:
    """What is wrong with one folder's or page's name, as a sentence; "" when nothing is."""
    if not segment:
        return "A name is empty: there is a “/” too many."
    for char in segment:
        wrong = _wrong_character(char)
        if wrong:
            return wrong
    shown = f"“{segment[:60]}”"
    if segment in (".", ".."):
        return f"{shown} means a folder, it cannot be a name. Choose another one."
    if _is_disguised(segment):
        return f"{shown} is a name that git keeps for itself. Choose another one."
    if segment.startswith("."):
        return f"{shown} starts with a dot, which hides files. Leave the dot out."
    if segment != segment.rstrip(". ") or segment.removesuffix(PAGE) != segment.removesuffix(
        PAGE
    ).rstrip(". "):
        return f"{shown} ends with a dot or a space, which Windows drops. Leave it out."
    if segment != segment.lstrip(" "):
        return f"{shown} starts with a space. Leave it out."
    if len(segment.encode()) > SEGMENT_BYTES:
        return f"{shown}… is too long: a name may take {SEGMENT_BYTES} bytes. Shorten it."
    if _DEVICES.fullmatch(segment.split(".")[0].rstrip()):
        return f"{shown} is the name of a device on Windows. Choose another one."
    return ""


def _wrong_character(char: str) -> str:
    if char in _NOT_ON_WINDOWS:
        return f"A name cannot hold the character {char} because Windows cannot. Leave it out."
    category = unicodedata.category(char)
    if category in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") or char in _BLANK_LETTERS:
        return (
            f"The name holds a character that cannot be seen (U+{ord(char):04X}). "
            "Type the name anew instead of pasting it."
        )
    if category == "Zs" and char != " ":
        return f"The name holds an unusual space (U+{ord(char):04X}). Type an ordinary space."
    return ""


def _is_disguised(segment: str) -> bool:
    """Whether some file system would take the name for `.git` (CVE-2014-9390 and after)."""
    visible = "".join(c for c in segment if unicodedata.category(c) != "Cf")
    bare = visible.split(":")[0].rstrip(". ").casefold()
    return (
        bare in (".git", ".gitmodules", ".gitattributes", ".gitignore", ".gitconfig")
        or bool(_GIT_SHORT_NAME.fullmatch(bare))
        or any(unicodedata.category(c) in ("Cc", "Cs") for c in segment)
    )
