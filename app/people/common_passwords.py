"""Which passwords are among the first that are tried (OWASP ASVS 5.0, 6.2.4).

Told by how they are made, so that a few words stand for many thousand: with digits and signs about
them, with signs for letters, and whatever is a run or a repetition.
"""

from __future__ import annotations

import re

_WORDS = """
abc access account admin administration administrator angel apple asdf august autumn azerty
banana baseball basketball batman buster changeme cheese chelsea chocolate computer contraseña
cookie daniel december default dragon editor family february flower football freedom friday
friend friends geheim george ginger google guest hallo hello hockey hunter iloveyou instead
internet january jennifer jessica jordan july june killer letmein liverpool login london love
lovely loveme maggie manager march master matrix matthew michael michelle monday monkey
motdepasse mustang nicole november october office oliver orange parola pass passw password
passwort pepper phoenix pokemon princess purple qwerty qwertz reader robert root saturday schatz
secret september service shadow soccer spring starwars summer sunday sunshine superman superuser
support sweet system temp temporary test tester testing thomas thursday tigger trustno tuesday
user username wednesday welcome whatever wiki william winter
"""
_COMMON_WORDS = frozenset(_WORDS.split())
_SIGNS_AS_LETTERS = str.maketrans("4@3105$7!", "aaelossti")
_RUNS = tuple(
    run
    for line in (
        "abcdefghijklmnopqrstuvwxyz",
        "01234567890",
        "qwertyuiop",
        "qwertzuiop",
        "asdfghjkl",
        "zxcvbnm",
        "azertyuiop",
        "qazwsxedcrfvtgb",
        "1qaz2wsx3edc4rfv",
    )
    for run in (line, line[::-1])
)


def is_common(password: str) -> bool:
    """Common by how it is made: a common word with digits or signs about it, a run along the
    keyboard or the alphabet, digits alone, or one short piece over and over."""
    small = password.casefold()
    without_tail = re.sub(r"[\W\d_]+$", "", small)
    in_letters = {text.translate(_SIGNS_AS_LETTERS) for text in (small, without_tail)}
    if _COMMON_WORDS & {bare(small), *in_letters}:
        return True
    if re.fullmatch(r"[\d\s./-]{1,12}|(.{1,8})\1+.{0,3}", small, re.DOTALL):
        return True
    pieces = re.findall(r"[^\W\d_]+|\d+", small)
    words = [piece for piece in pieces if not any(piece in run for run in _RUNS)]
    return bool(pieces) and (not words or (len(words) == 1 and words[0] in _COMMON_WORDS))


def bare(password: str) -> str:
    """`password` in small letters without the digits and signs before and after its word."""
    return re.sub(r"^[\W\d_]+|[\W\d_]+$", "", password.casefold())
