"""A real transaction over a store in memory, and the two categories of the demo's world in it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from desk import categories, tickets
from desk.categories import CategoryDraft
from desk.models import Category, Ticket
from desk.store import Tx
from storage.tx import SqlTx
from tests.people import ROLES, actor
from tests.stores import fresh

ASSIGNABLE = frozenset(ROLES.values())


@pytest.fixture
def db() -> Iterator[sqlite3.Connection]:
    with closing(fresh()) as connection:
        yield connection


@pytest.fixture
def tx(db: sqlite3.Connection) -> Tx:
    return SqlTx(db)


@pytest.fixture
def category(tx: Tx) -> Category:
    """The category `open`, where viewer and responder have their roles."""
    draft = CategoryDraft(
        "open", responder_role_ids=(ROLES["responder"],), viewer_role_ids=(ROLES["viewer"],), color="#3366ff"
    )
    return categories.create(tx, actor("admin"), draft, ASSIGNABLE)


@pytest.fixture
def other(tx: Tx) -> Category:
    """The category `other`, where only elsewhere has a role."""
    draft = CategoryDraft("other", responder_role_ids=(ROLES["elsewhere"],))
    return categories.create(tx, actor("admin"), draft, ASSIGNABLE)


@pytest.fixture
def ticket(tx: Tx, category: Category, other: Category) -> Ticket:
    """A ticket of owner in the category `open`, beside an empty one."""
    return tickets.open_ticket(tx, actor("owner"), tickets.TicketDraft(category.id, "A title", "A message"))
