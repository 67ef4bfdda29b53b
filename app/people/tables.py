"""The tables of records.db that belong to people. What made them so is in `migrations`.

Times are whole seconds since 1970 (UTC): every database has them alike. No secret is kept that
could be used as it stands: passwords by argon2, tokens by SHA-256.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
)

METADATA = MetaData()

PERSON = Table(
    "person",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("email", String(254), nullable=False, unique=True),
    Column("name", String(100), nullable=False),
    Column("department", String(100), nullable=False),
    Column("role", String(20), nullable=False),
    Column("is_active", Boolean, nullable=False),
    Column("password_hash", String(200), nullable=False),
    Column("added", BigInteger, nullable=False),
)

SESSION = Table(
    "session",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("person_id", ForeignKey("person.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("started", BigInteger, nullable=False),
    Column("last_seen", BigInteger, nullable=False, index=True),
    Column("address", String(100), nullable=False),
    Column("browser", String(200), nullable=False),
)

SIGN_IN_COUNT = Table(
    "sign_in_count",
    METADATA,
    Column("key_hash", String(64), primary_key=True),
    Column("attempts", Integer, nullable=False),
    Column("window_started", BigInteger, nullable=False, index=True),
)

SET_UP_LINK = Table(
    "set_up_link",
    METADATA,
    Column("token_hash", String(64), primary_key=True),
    Column("made", BigInteger, nullable=False),
)
