"""The store: halls, their revisions, named versions."""

import hashlib
import json
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from planner.audit.source import data_folder
from planner.errors import Problem, StoreError
from planner.i18n import say
from planner.model import Layout
from planner.store.tables import halls, revisions

FILE = "halls.sqlite"
BUSY_MS = 10_000


@dataclass(frozen=True, slots=True)
class Revision:
    """One saved state of a hall, without its content."""

    hall: str
    number: int
    parent: int
    sha256: str
    saved_at: datetime  # UTC
    author: str
    name: str | None  # of a version somebody named


@dataclass(frozen=True, slots=True)
class Hall:
    """A hall in the list."""

    id: str
    name: Any  # one text, or one per language
    head: Revision


class ConflictError(StoreError):
    """Somebody else saved in between."""

    def __init__(self, hall: str, seen: int, head: Revision) -> None:
        values = {"hall": hall, "seen": seen, "head": head.number}
        problem = Problem("store.conflict", "", values)
        super().__init__(say(problem.code, "en", **values), problems=(problem,))
        self.hall, self.seen, self.head = hall, seen, head


class Store:
    """Halls in one SQLite file of a folder.

    Parameters
    ----------
    folder : Path, optional
        Where the file lies; the person's data folder by default.
    clock : callable, optional
        Gives the time a revision is saved at.
    """

    def __init__(
        self,
        folder: Path | None = None,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.folder = folder or data_folder()
        self.clock = clock
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _refused("store.no-folder", folder=self.folder) from error
        url = sa.URL.create("sqlite", database=str(self.folder / FILE))
        self.engine = sa.create_engine(url, connect_args={"timeout": BUSY_MS / 1000})
        sa.event.listen(self.engine, "connect", _prepare)
        sa.event.listen(self.engine, "begin", _begin)
        self._upgrade()

    def close(self) -> None:
        """Let go of the file."""
        self.engine.dispose()

    def _upgrade(self) -> None:
        config = Config()
        place = resources.files("planner.store") / "migrations"
        config.set_main_option("script_location", str(place).replace("%", "%%"))
        try:
            with self.engine.begin() as connection:
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
        except sa.exc.DatabaseError as error:
            raise _refused("store.broken", file=self.folder / FILE) from error

    @contextmanager
    def _transaction(self) -> Iterator[sa.Connection]:
        try:
            with self.engine.begin() as connection:
                yield connection
        except sa.exc.OperationalError as error:
            raise _refused("store.busy", file=self.folder / FILE) from error
        except sa.exc.DatabaseError as error:
            raise _refused("store.broken", file=self.folder / FILE) from error

    # --- halls ---

    def halls(self) -> tuple[Hall, ...]:
        """Halls that are not archived, the last changed first."""
        query = (
            sa.select(halls.c.name.label("hall_name"), *_COLUMNS)
            .join(revisions, _is_head())
            .where(~halls.c.archived)
            .order_by(revisions.c.saved_at.desc(), revisions.c.id.desc())
        )
        with self._transaction() as connection:
            rows = connection.execute(query).all()
        return tuple(Hall(r.hall, json.loads(r.hall_name), _revision(r)) for r in rows)

    def create(self, layout: Layout, *, author: str = "") -> Revision:
        """Keep a new hall; its id is made unlike any other (``hall-2``).

        Raises
        ------
        StoreError
            If the file cannot be written.
        """
        with self._transaction() as connection:
            taken = set(connection.execute(sa.select(halls.c.id)).scalars())
            name, n = layout.id, 1
            while name in taken:
                n += 1
                name = f"{layout.id[:56]}-{n}"
            if name != layout.id:
                layout = layout.model_copy(update={"id": name})
            connection.execute(
                halls.insert().values(id=name, name=_name(layout), head=1, archived=False)
            )
            return self._append(connection, layout, 0, "", author)

    def save(self, layout: Layout, *, seen: int, author: str = "") -> Revision:
        """Keep a new state of a hall, made from revision `seen`.

        Raises
        ------
        ConflictError
            If the hall's head is no longer `seen`; nothing is written then.
        """
        with self._transaction() as connection:
            head = self._head(connection, layout.id)
            if head.number != seen:
                raise ConflictError(layout.id, seen, _revision(head))
            if head.sha256 == _digest(_written(layout)):
                return _revision(head)
            moved = connection.execute(
                halls.update()
                .where(halls.c.id == layout.id, halls.c.head == seen)
                .values(head=seen + 1, name=_name(layout), archived=False)
            )
            if moved.rowcount != 1:
                raise ConflictError(layout.id, seen, _revision(self._head(connection, layout.id)))
            return self._append(connection, layout, seen, head.chain, author)

    def _append(
        self, connection: sa.Connection, layout: Layout, parent: int, chain: str, author: str
    ) -> Revision:
        text = _written(layout)
        digest = _digest(text)
        saved_at = self.clock().astimezone(UTC)
        row = {
            "hall": layout.id,
            "number": parent + 1,
            "parent": parent,
            "content": zlib.compress(text, 6),
            "sha256": digest,
            "chain": _digest(f"{chain}{digest}".encode()),
            "saved_at": saved_at.isoformat(timespec="microseconds"),
            "author": author,
            "name": None,
        }
        connection.execute(revisions.insert().values(**row))
        return Revision(
            layout.id,
            parent + 1,
            parent,
            digest,
            saved_at,
            author,
            None,
        )

    def _head(self, connection: sa.Connection, hall: str) -> Any:
        query = sa.select(*_COLUMNS, revisions.c.chain).join(halls, _is_head())
        row = connection.execute(query.where(halls.c.id == hall)).first()
        if row is None:
            raise _refused("store.no-hall", hall=hall)
        return row

    def open(self, hall: str, number: int | None = None) -> tuple[Layout, Revision]:
        """A hall as it is, or as it was at a revision.

        Raises
        ------
        StoreError
            If there is no such hall or revision.
        """
        query = sa.select(*_COLUMNS, revisions.c.content).where(revisions.c.hall == hall)
        if number is None:
            query = query.join(halls, _is_head())
        else:
            query = query.where(revisions.c.number == number)
        with self._transaction() as connection:
            row = connection.execute(query).first()
        if row is None:
            raise _refused("store.no-hall", hall=hall)
        try:
            layout = Layout.from_json(zlib.decompress(row.content))
        except zlib.error as error:
            raise _refused("store.broken", file=self.folder / FILE) from error
        return layout, _revision(row)

    def revisions(self, hall: str) -> tuple[Revision, ...]:
        """A hall's revisions, the newest first."""
        query = sa.select(*_COLUMNS).where(revisions.c.hall == hall)
        with self._transaction() as connection:
            rows = connection.execute(query.order_by(revisions.c.number.desc())).all()
        return tuple(map(_revision, rows))

    def name_version(self, hall: str, number: int, name: str | None) -> None:
        """Give a revision a name, or take it away."""
        change = (
            revisions.update()
            .where(revisions.c.hall == hall, revisions.c.number == number)
            .values(name=name)
        )
        with self._transaction() as connection:
            if connection.execute(change).rowcount != 1:
                raise _refused("store.no-hall", hall=hall)

    def archive(self, hall: str, *, archived: bool = True) -> None:
        """Take a hall out of the list, or bring it back; its revisions stay."""
        change = halls.update().where(halls.c.id == hall).values(archived=archived)
        with self._transaction() as connection:
            if connection.execute(change).rowcount != 1:
                raise _refused("store.no-hall", hall=hall)

    def verify(self, hall: str) -> int | None:
        """The first revision whose content or chain is not what was written; None: all are."""
        query = sa.select(
            revisions.c.number, revisions.c.content, revisions.c.sha256, revisions.c.chain
        ).where(revisions.c.hall == hall)
        chain = ""
        with self._transaction() as connection:
            for row in connection.execute(query.order_by(revisions.c.number)):
                try:
                    digest = _digest(zlib.decompress(row.content))
                except zlib.error:
                    return row.number
                chain = _digest(f"{chain}{digest}".encode())
                if digest != row.sha256 or chain != row.chain:
                    return row.number
        return None


_COLUMNS = [
    revisions.c[name]
    for name in ("hall", "number", "parent", "sha256", "saved_at", "author", "name")
]


def _is_head() -> Any:
    return (revisions.c.hall == halls.c.id) & (revisions.c.number == halls.c.head)


def _revision(row: Any) -> Revision:
    return Revision(
        row.hall,
        row.number,
        row.parent,
        row.sha256,
        datetime.fromisoformat(row.saved_at),
        row.author,
        row.name,
    )


def _written(layout: Layout) -> bytes:
    return layout.to_json().encode()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _name(layout: Layout) -> str:
    return json.dumps(layout.name or layout.branch.name, ensure_ascii=False)


def _prepare(connection: Any, _record: Any) -> None:
    """Every connection: nothing acknowledged is lost in a power cut, writers wait in line."""
    connection.isolation_level = None  # transactions are begun by `_begin`
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={BUSY_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _refused(code: str, **values: object) -> StoreError:
    told = {name: str(value) for name, value in values.items()}
    problem = Problem(code, "", dict(told))
    return StoreError(say(code, "en", **told), problems=(problem,))
