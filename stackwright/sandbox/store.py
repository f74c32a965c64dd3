"""What exists in the sandbox cloud: one SQLite file, written before the engine gets its answer.

Nothing here hides a double create: two creates of one URN are two rows, as they would be two resources in a cloud.
"""

import json
import sqlite3
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_SCHEMA = """
CREATE TABLE IF NOT EXISTS resources (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  token TEXT NOT NULL, id TEXT NOT NULL, urn TEXT NOT NULL, stack TEXT NOT NULL, name TEXT NOT NULL,
  cloud_name TEXT NOT NULL, origin TEXT NOT NULL, seed TEXT NOT NULL,
  inputs TEXT NOT NULL, outputs TEXT NOT NULL, heard INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS by_id ON resources (token, id);
CREATE INDEX IF NOT EXISTS by_cloud_name ON resources (cloud_name);
CREATE TABLE IF NOT EXISTS made (urn TEXT PRIMARY KEY, times INTEGER NOT NULL);
"""


class NameTakenError(Exception):
    """Another resource of the type has the name already."""


@dataclass(frozen=True, slots=True)
class Row:
    """One resource that exists."""

    seq: int
    token: str
    id: str
    urn: str
    name: str
    origin: str
    """URN it was made under; its made-up values follow from it and from `seed`."""
    seed: str
    inputs: Mapping[str, Any]
    outputs: Mapping[str, Any]
    heard: bool
    """Whether the engine named the resource since: it then knows that it exists."""


class Store:
    """The resources of a sandbox; safe to open twice, and after a crash."""

    def __init__(self, path: Path | str) -> None:
        self._lock = threading.Lock()
        self._db = sqlite3.connect(str(path), check_same_thread=False, timeout=10, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.executescript(_SCHEMA)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()

    def next_seed(self, urn: str) -> str:
        """Seed of the next resource made under `urn`: empty for the first, so that values repeat across stores."""
        with self._lock:
            row = self._db.execute("SELECT times FROM made WHERE urn = ?", (urn,)).fetchone()
        return str(row[0]) if row else ""

    def create(
        self,
        *,
        token: str,
        id: str,
        urn: str,
        name: str,
        seed: str,
        inputs: Mapping[str, Any],
        outputs: Mapping[str, Any],
        cloud_name: str = "",
    ) -> None:
        """Note a resource that now exists; raises `NameTakenError` when its name in the cloud is taken."""
        fields = (token, id, urn, stack_of(urn), name, cloud_name, urn, seed, json.dumps(inputs), json.dumps(outputs))
        with self._lock, _Transaction(self._db):
            taken = "SELECT 1 FROM resources WHERE cloud_name = ?"
            if cloud_name and self._db.execute(taken, (cloud_name,)).fetchone():
                raise NameTakenError(cloud_name)
            self._db.execute(
                "INSERT INTO resources (token, id, urn, stack, name, cloud_name, origin, seed, inputs, outputs)"
                f" VALUES ({', '.join('?' * len(fields))})",
                fields,
            )
            count = "INSERT INTO made VALUES (?, 1) ON CONFLICT (urn) DO UPDATE SET times = times + 1"
            self._db.execute(count, (urn,))

    def find(self, token: str, id: str, urn: str = "", *, oldest: bool = False) -> Row | None:
        """The resource with an id, the one made under `urn` first, then the newest; None when there is none.

        Settings of a bucket have the bucket's id, so a replacement has the id of what it replaces: `oldest` is that.
        """
        order = f"ORDER BY urn = ? DESC, seq {'ASC' if oldest else 'DESC'} LIMIT 1"
        rows = self._select(f"WHERE token = ? AND id = ? {order}", (token, id, urn))
        return rows[0] if rows else None

    def hear(self, row: Row, urn: str = "") -> None:
        """Note that the engine named a resource, under `urn` when it has another one now."""
        if not row.heard or (urn and urn != row.urn):
            with self._lock:
                statement = "UPDATE resources SET heard = 1, urn = ?, stack = ? WHERE seq = ?"
                self._db.execute(statement, (urn or row.urn, stack_of(urn or row.urn), row.seq))

    def update(self, row: Row, inputs: Mapping[str, Any], outputs: Mapping[str, Any]) -> None:
        """Note what a resource is now."""
        with self._lock:
            statement = "UPDATE resources SET inputs = ?, outputs = ?, heard = 1 WHERE seq = ?"
            self._db.execute(statement, (json.dumps(inputs), json.dumps(outputs), row.seq))

    def delete(self, row: Row) -> None:
        """Note that a resource is gone."""
        with self._lock:
            self._db.execute("DELETE FROM resources WHERE seq = ?", (row.seq,))

    def below(self, row: Row) -> list[Row]:
        """Resources whose ids continue that of `row`, as those inside an Azure resource do."""
        start = f"{row.id}/"
        return self._select("WHERE substr(id, 1, ?) = ?", (len(start), start))

    def users(self, id: str, besides: int) -> list[Row]:
        """Resources that have `id` in their inputs, without the one with the number `besides`."""
        return self._select("WHERE inputs LIKE ? AND seq != ?", (f'%"{id}"%', besides))

    def resources(self, stack: str = "", token: str = "") -> list[Row]:
        """What exists, oldest first: all of it, or of one stack, or of one type."""
        wanted = (stack.rpartition("/")[2], stack, token, token)
        return self._select("WHERE (stack = ? OR ? = '') AND (token = ? OR ? = '') ORDER BY seq", wanted)

    def interrupted(self, stack: str = "") -> list[tuple[str, str]]:
        """(URN, id) of what exists and the engine never named since it asked for it.

        After `pulumi refresh`, which names all that the state has, these are the creates whose answer was lost.
        """
        return [(row.urn, row.id) for row in self.resources(stack) if not row.heard]

    def is_empty(self) -> bool:
        """Whether nothing exists."""
        return not self._select("LIMIT 1", ())

    def _select(self, where: str, values: tuple[Any, ...]) -> list[Row]:
        columns = "seq, token, id, urn, name, origin, seed, inputs, outputs, heard"
        with self._lock:
            found = self._db.execute(f"SELECT {columns} FROM resources {where}", values).fetchall()
        return [_row(*fields) for fields in found]


def _row(
    seq: int, token: str, id: str, urn: str, name: str, origin: str, seed: str, inputs: str, outputs: str, heard: int
) -> Row:
    return Row(seq, token, id, urn, name, origin, seed, json.loads(inputs), json.loads(outputs), bool(heard))


class _Transaction:
    """All of a block, or none of it; two processes may have the file open."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __enter__(self) -> None:
        self._db.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        self._db.execute("COMMIT" if kind is None else "ROLLBACK")


def stack_of(urn: str) -> str:
    """Stack of a URN, `dev` of `urn:pulumi:dev::shop::...`."""
    return urn.split("::")[0].rpartition(":")[2]
