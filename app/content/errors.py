"""What can go wrong, in the wiki's own words. `web/errors.py` gives each its HTTP status."""

from __future__ import annotations


class WikiError(Exception):
    """Says in one sentence what happened and what to do; safe to show to a person."""


class BadName(WikiError):
    """A name that the wiki, git or Windows cannot keep. → 400"""


class NotFound(WikiError):
    """Nothing stands there. `near` holds addresses with like names. → 404"""

    def __init__(self, message: str, near: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.near = near


class Moved(WikiError):
    """The page stands at another address now. → 301"""

    def __init__(self, address: str) -> None:
        super().__init__(f"This page has moved to {address}.")
        self.address = address


class NameTaken(WikiError):
    """Something stands there already, perhaps in other letter case. → 409"""


class EditConflict(WikiError):
    """Somebody saved the page meanwhile and the two texts touch the same lines. → 409

    `mine`, `theirs` and `ancestor` are whole Markdown texts; `theirs` is None where the page was
    deleted meanwhile. `merged` is a proposal in which the two are put together, with git's marks
    where they clash. `revision` is the base to save with after looking.
    """

    def __init__(
        self,
        message: str,
        *,
        mine: str,
        theirs: str | None,
        ancestor: str,
        merged: str,
        revision: str,
    ) -> None:
        super().__init__(message)
        self.mine = mine
        self.theirs = theirs
        self.ancestor = ancestor
        self.merged = merged
        self.revision = revision


class NotAllowed(WikiError):
    """The person may not do this. → 403"""


class TooLarge(WikiError):
    """More bytes than the wiki takes for one page. → 413"""


class StorageFull(WikiError):
    """No room on the disk; nothing was saved. → 507"""


class StorageRefused(WikiError):
    """The disk or the repository cannot be written now; nothing was saved. → 503"""
