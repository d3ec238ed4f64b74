"""The store of the desk that is killed: prepared by the use cases, and read from outside as any program may."""

import hashlib
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from desk import categories, grants, keys
from desk.actor import Grant, Scope
from desk.categories import CategoryDraft
from desk.keys import KeyDraft
from desk.store import Tx
from storage.desk_store import open_desk
from tests.people import ROLES, actor

PEOPLE = ("owner", "outsider", "responder", "manager", "admin")


def key_of(name: str) -> str:
    """That person's API key."""
    return keys.mint(hashlib.sha256(name.encode()).digest())


async def prepare(folder: Path) -> str:
    """A store with one category and the keys of those who call; the category's id."""
    async with open_desk(folder / "desk.db") as store:
        return str(await store.write(_fill))


def _fill(tx: Tx) -> int:
    admin = actor("admin")
    grants.grant(tx, admin, ROLES["manager"], Grant.MANAGE_TICKETS)
    draft = CategoryDraft("open", responder_role_ids=(ROLES["responder"],), viewer_role_ids=(ROLES["viewer"],))
    category = categories.create(tx, admin, draft, frozenset(ROLES.values()))
    for name in PEOPLE:
        keys.create(tx, actor(name), KeyDraft(name, frozenset(Scope)), key_of(name))
    return category.id


def rows(folder: Path, query: str) -> Sequence[tuple[Any, ...]]:
    """What another program reads in the file."""
    with closing(sqlite3.connect(f"{(folder / 'desk.db').as_uri()}?mode=ro", uri=True)) as db:
        return db.execute(query).fetchall()


def waiting(folder: Path) -> int:
    """How many events are still to be shown in Discord."""
    return int(rows(folder, "SELECT count(*) FROM outbox WHERE state = 'pending'")[0][0])


def parked(folder: Path) -> Sequence[tuple[Any, ...]]:
    """What was set aside as impossible."""
    return rows(folder, "SELECT type, error FROM outbox JOIN event USING (seq) WHERE state = 'parked'")
