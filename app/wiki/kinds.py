"""What kind of thing a name says a file is. Only names decide, never what a browser claims."""

from __future__ import annotations

_BY_SUFFIX = {
    "image": "png jpg jpeg gif webp svg bmp tif tiff ico avif",
    "pdf": "pdf",
    "word": "doc docx docm dot dotx odt rtf pages",
    "sheet": "xls xlsx xlsm ods csv tsv numbers",
    "slides": "ppt pptx pptm odp key",
    "text": "txt text log json yml yaml xml ini toml md rst",
    "archive": "zip 7z rar tar gz tgz bz2 xz",
}
_KINDS = {suffix: kind for kind, suffixes in _BY_SUFFIX.items() for suffix in suffixes.split()}


def kind_of(path: str) -> str:
    return _KINDS.get(path.rpartition(".")[2].casefold(), "file") if "." in path else "file"
