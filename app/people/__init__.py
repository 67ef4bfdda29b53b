"""People: accounts, sessions, signing in, and who may do what.

The room keeps records.db and is the only one to know how. `People` does everything; `may` answers
every question of rights.
"""

from app.people.errors import BadInput, SetUpRefused, SignInRefused, SignInThrottled
from app.people.people import People
from app.people.person import ROLES, Person, Role, Session
from app.people.rights import may

__all__ = [
    "ROLES",
    "BadInput",
    "People",
    "Person",
    "Role",
    "Session",
    "SetUpRefused",
    "SignInRefused",
    "SignInThrottled",
    "may",
]
