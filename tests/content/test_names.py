from __future__ import annotations

import pytest

from app.content import names
from app.content.errors import BadName


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "missing"),
        ("a//b", "too many"),
        ("../up", "means a folder"),
        ("HR/.git", "git keeps"),
        ("HR/.GIT ", "git keeps"),
        ("git~1/config", "git keeps"),
        (".gitmodules", "git keeps"),
        (".hidden", "starts with a dot"),
        ("con.md", "device"),
        ("HR/LPT1.docx", "device"),
        ("a\u200bb", "cannot be seen"),
        ("a\u202eb", "cannot be seen"),
        ("a\nb", "cannot be seen"),
        ("a\u00a0b", "unusual space"),
        ("what?", "Windows cannot"),
        ("trailing.", "ends with a dot or a space"),
        ("trailing .md", "ends with a dot or a space"),
        (" leading", "starts with a space"),
        ("x" * 250, "too long"),
        ("/".join(["folder"] * 200), "too deep"),
        ("-/login", "kept for the wiki"),
    ],
)
def test_a_name_that_cannot_be_kept_is_refused_with_the_reason(name: str, said: str) -> None:
    with pytest.raises(BadName, match=said):
        names.admit(name)


@pytest.mark.parametrize("name", ["HR/Leave policy.md", "Größe.md", "日本/計画.md", "a&b (2).docx"])
def test_ordinary_names_are_kept_exactly(name: str) -> None:
    assert names.admit(name) == name


def test_a_decomposed_name_is_admitted_composed() -> None:
    assert names.admit("Gro\u0308ße") == "Größe"


def test_an_address_is_the_path_without_its_ending() -> None:
    assert names.address("HR/Leave policy.md") == "/HR/Leave%20policy"
    assert names.address("HR/README.md") == "/HR/"
    assert names.address("HR/form.docx") == "/HR/form.docx"
