"""The steps by which records.db came to its present shape, in order, only ever forward.

Each step is a function of its own file that is never changed once released; it brings its own
table definitions, since those in `tables` move on. A step's number is its place in `STEPS`.

Not alembic: importing it costs 0.1 s and 11 MiB at each start (SQLAlchemy alone: 0.35 s, 26 MiB),
and it leaves to us what matters here, that two processes may start at once. Where SQLite one day
needs a table rebuilt, a step may use `alembic.operations` by itself.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from sqlalchemy import BigInteger, Column, Connection, Integer, MetaData, Table, func, select

from app.content.errors import StorageRefused
from app.people.migrations import v001_accounts

STEPS: tuple[Callable[[Connection], None], ...] = (v001_accounts.apply,)

VERSION = Table(
    "records_version",
    MetaData(),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("applied", BigInteger, nullable=False),
)


def bring_up_to_date(connection: Connection) -> None:
    """Take the steps not taken yet, within the caller's transaction: all of them or none.

    The caller holds the records alone, so that of two starts one does the work and the other
    finds it done. Raises StorageRefused for records from a newer Instead.
    """
    VERSION.create(connection, checkfirst=True)
    version = connection.scalar(select(func.max(VERSION.c.number))) or 0
    if version > len(STEPS):
        raise StorageRefused(
            f"The records are from a newer Instead (their version is {version}, this program "
            f"knows {len(STEPS)}). Start the newer program, or restore a backup made before it."
        )
    for number, step in enumerate(STEPS[version:], start=version + 1):
        step(connection)
        connection.execute(VERSION.insert().values(number=number, applied=int(time.time())))
