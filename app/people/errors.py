"""What can go wrong with accounts and signing in, besides the errors the whole wiki shares."""

from __future__ import annotations

from app.content.errors import WikiError


class BadInput(WikiError):
    """Something a person typed cannot be taken; `field` names it as the form does. → 400"""

    def __init__(self, message: str, field: str) -> None:
        super().__init__(message)
        self.field = field


class SignInRefused(WikiError):
    """E-mail and password do not belong together; never says which is wrong. → 401"""


class SignInThrottled(WikiError):
    """Too many attempts; after `seconds` the next one is listened to. → 429"""

    def __init__(self, message: str, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds


class SetUpRefused(WikiError):
    """The set-up link is wrong, too old, or has done its work already. → 403"""
