"""Tables of the store."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)

metadata = MetaData()

halls = Table(
    "halls",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("name", String, nullable=False),  # JSON: one text, or one per language
    Column("head", Integer, nullable=False),  # number of its newest revision
    Column("archived", Boolean, nullable=False, default=False),
)

revisions = Table(
    "revisions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("hall", String(64), ForeignKey("halls.id"), nullable=False, index=True),
    Column("number", Integer, nullable=False),  # 1, 2, 3... within its hall
    Column("parent", Integer, nullable=False),  # the number it was made from; 0: none
    Column("content", LargeBinary, nullable=False),  # the layout file, zlib
    Column("sha256", String(64), nullable=False),  # of the layout file
    Column("chain", String(64), nullable=False),  # of the parent's chain and this sha256
    Column("saved_at", String(32), nullable=False),  # UTC, ISO 8601
    Column("author", String, nullable=False, default=""),
    Column("name", String, nullable=True),  # a version somebody named
    UniqueConstraint("hall", "number"),
)
