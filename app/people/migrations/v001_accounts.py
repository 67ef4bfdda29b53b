"""Accounts, sessions, the counts that slow down guessing, and the first start's set-up link."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
)


def apply(connection: Connection) -> None:
    tables = MetaData()
    Table(
        "person",
        tables,
        Column("id", Integer, primary_key=True),
        Column("email", String(254), nullable=False, unique=True),
        Column("name", String(100), nullable=False),
        Column("department", String(100), nullable=False),
        Column("role", String(20), nullable=False),
        Column("is_active", Boolean, nullable=False),
        Column("password_hash", String(200), nullable=False),
        Column("added", BigInteger, nullable=False),
    )
    Table(
        "session",
        tables,
        Column("id", Integer, primary_key=True),
        Column("token_hash", String(64), nullable=False, unique=True),
        Column(
            "person_id", ForeignKey("person.id", ondelete="CASCADE"), nullable=False, index=True
        ),
        Column("started", BigInteger, nullable=False),
        Column("last_seen", BigInteger, nullable=False, index=True),
        Column("address", String(100), nullable=False),
        Column("browser", String(200), nullable=False),
    )
    Table(
        "sign_in_count",
        tables,
        Column("key_hash", String(64), primary_key=True),
        Column("attempts", Integer, nullable=False),
        Column("window_started", BigInteger, nullable=False, index=True),
    )
    Table(
        "set_up_link",
        tables,
        Column("token_hash", String(64), primary_key=True),
        Column("made", BigInteger, nullable=False),
    )
    tables.create_all(connection, checkfirst=False)
