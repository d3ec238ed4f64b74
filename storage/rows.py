"""From rows to models: the columns of each noun, in the one order in which they are read."""

import json
import sqlite3
from typing import Any, Final

from desk.actor import Scope, Via
from desk.models import (
    ApiKey,
    Attachment,
    Block,
    Event,
    Message,
    MessageKind,
    Panel,
    Place,
    PlaceState,
    Priority,
    Status,
    Ticket,
)

Row = tuple[Any, ...]

# Looking a value up is a quarter of the price of calling its enum, and a list of tickets does it eighty times.
_STATUS: Final = {each.value: each for each in Status}
_PRIORITY: Final = {each.value: each for each in Priority}
_VIA: Final = {each.value: each for each in Via}
_PLACE_STATE: Final = {each.value: each for each in PlaceState}
_KIND: Final = {each.value: each for each in MessageKind}

TICKETS: Final = """
SELECT t.id, t.guild_id, t.number, t.title, t.status, t.owner_id, t.owner_name, t.category_id, c.name,
    c.deleted_at IS NOT NULL, t.claimed_by, t.priority, t.tags, t.fields, t.opened_via, t.created_at, t.updated_at,
    t.closed_at, t.close_reason, t.version, t.place_state, t.channel_id, t.card_id, t.place_error
FROM ticket AS t CROSS JOIN category AS c ON c.id = t.category_id
"""

MESSAGES: Final = """
SELECT id, ticket_id, author_id, author_name, via, kind, content, attachments, created_at, edited_at, opening,
    discord_id, by_bot
FROM message
"""

EVENTS: Final = """
SELECT e.seq, e.guild_id, e.type, e.ticket_id, e.category_id, e.actor_id, e.via, e.at, e.request_id, e.data
FROM event AS e
"""

KEYS: Final = """
SELECT id, guild_id, user_id, name, prefix, scopes, created_at, expires_at, revoked_at, last_used_at FROM api_key
"""


def one(db: sqlite3.Connection, sql: str, *params: object) -> Row | None:
    """The first row, or None. All rows are fetched: an unfinished cursor would hold the snapshot."""
    rows = db.execute(sql, params).fetchall()
    return rows[0] if rows else None


def ticket(row: Row) -> Ticket:
    """A row of TICKETS."""
    return Ticket(
        id=row[0],
        guild_id=row[1],
        number=row[2],
        title=row[3],
        status=_STATUS[row[4]],
        owner_id=row[5],
        owner_name=row[6],
        category_id=row[7],
        category_name=row[8],
        category_deleted=bool(row[9]),
        claimed_by=row[10],
        priority=_PRIORITY[row[11]],
        tags=tuple(json.loads(row[12])) if row[12] != "[]" else (),
        fields=tuple((label, answer) for label, answer in json.loads(row[13])) if row[13] != "[]" else (),
        opened_via=_VIA[row[14]],
        created_at=row[15],
        updated_at=row[16],
        closed_at=row[17],
        close_reason=row[18],
        version=row[19],
        place=Place(_PLACE_STATE[row[20]], row[21], row[22], row[23]),
    )


def message(row: Row) -> Message:
    """A row of MESSAGES."""
    return Message(
        id=row[0],
        ticket_id=row[1],
        author_id=row[2],
        author_name=row[3],
        via=_VIA[row[4]],
        kind=_KIND[row[5]],
        content=row[6],
        attachments=tuple(Attachment(name, size) for name, size in json.loads(row[7])) if row[7] != "[]" else (),
        created_at=row[8],
        edited_at=row[9],
        opening=bool(row[10]),
        discord_id=row[11],
        by_bot=bool(row[12]),
    )


def event(row: Row) -> Event:
    """A row of EVENTS."""
    return Event(
        seq=row[0],
        guild_id=row[1],
        type=row[2],
        ticket_id=row[3],
        category_id=row[4],
        actor_id=row[5],
        via=_VIA[row[6]],
        at=row[7],
        request_id=row[8],
        data=json.loads(row[9]),
    )


def api_key(row: Row) -> ApiKey:
    """A row of KEYS."""
    return ApiKey(
        id=row[0],
        guild_id=row[1],
        user_id=row[2],
        name=row[3],
        prefix=row[4],
        scopes=frozenset(Scope(scope) for scope in json.loads(row[5])),
        created_at=row[6],
        expires_at=row[7],
        revoked_at=row[8],
        last_used_at=row[9],
    )


def panel(row: Row) -> Panel:
    """A row of (id, guild_id, channel_id, message_id)."""
    return Panel(*row)


def block(row: Row) -> Block:
    """A row of (guild_id, user_id, until, reason)."""
    return Block(*row)
