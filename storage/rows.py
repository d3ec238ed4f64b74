"""From rows to models: the columns of each noun, in the one order in which they are read."""

import json
import sqlite3
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

from desk.actor import Scope, Via
from desk.models import (
    ApiKey,
    Attachment,
    Block,
    Event,
    Field,
    Message,
    MessageKind,
    Panel,
    Place,
    PlaceState,
    Priority,
    Question,
    QuestionKind,
    Status,
    Style,
    Ticket,
    Waiting,
    WorkingHours,
)

Row = tuple[Any, ...]

# Looking a value up is a quarter of the price of calling its enum, and a list of tickets does it eighty times.
_STATUS: Final = {each.value: each for each in Status}
_PRIORITY: Final = {each.value: each for each in Priority}
_VIA: Final = {each.value: each for each in Via}
_PLACE_STATE: Final = {each.value: each for each in PlaceState}
_STYLE: Final = {each.value: each for each in Style}
_WAITING: Final = {each.value: each for each in Waiting}
_KIND: Final = {each.value: each for each in MessageKind}

TICKETS: Final = """
SELECT t.id, t.guild_id, t.number, t.title, t.status, t.owner_id, t.owner_name, t.category_id, c.name,
    c.deleted_at IS NOT NULL, t.claimed_by, t.priority, t.tags, t.fields, t.opened_via, t.created_at, t.updated_at,
    t.closed_at, t.close_reason, t.version, t.place_state, t.channel_id, t.card_id, t.place_error, t.place_style,
    t.waiting, t.waiting_since, t.due_at, t.first_reply_at, t.snoozed_until, t.merged_into, t.rating, t.rating_comment
FROM ticket AS t CROSS JOIN category AS c ON c.id = t.category_id
"""

MESSAGES: Final = """
SELECT id, ticket_id, author_id, author_name, via, kind, content, attachments, created_at, edited_at, opening,
    discord_id, by_bot, forwarded, anonymous,
    CASE WHEN attachments = '[]' THEN NULL ELSE (
        SELECT json_group_array(json_array(a.place, a.id)) FROM attachment AS a WHERE a.message_id = message.id
    ) END
FROM message
"""

EVENTS: Final = """
SELECT e.seq, e.guild_id, e.type, e.ticket_id, e.category_id, e.actor_id, e.via, e.at, e.request_id, e.data
FROM event AS e
"""

KEYS: Final = """
SELECT id, guild_id, user_id, name, prefix, scopes, created_at, expires_at, revoked_at, last_used_at FROM api_key
"""

SESSIONS: Final = """
SELECT id, guild_id, user_id, created_at, last_used_at, expires_at FROM session
"""


def one(db: sqlite3.Connection, sql: str, *params: object) -> Row | None:
    """The first row, or None. All rows are fetched: an unfinished cursor would hold the snapshot."""
    rows = db.execute(sql, params).fetchall()
    return rows[0] if rows else None


@lru_cache(2048)
def ticket(row: Row) -> Ticket:
    """A row of TICKETS. Those that were made last are kept: it takes a quarter of the time to know a row again."""
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
        fields=fields(row[13]) if row[13] != "[]" else (),
        opened_via=_VIA[row[14]],
        created_at=row[15],
        updated_at=row[16],
        closed_at=row[17],
        close_reason=row[18],
        version=row[19],
        place=Place(_PLACE_STATE[row[20]], row[21], row[22], row[23], _STYLE[row[24]]),
        waiting=_WAITING[row[25]],
        waiting_since=row[26],
        due_at=row[27],
        first_reply_at=row[28],
        snoozed_until=row[29],
        merged_into=row[30],
        rating=row[31],
        rating_comment=row[32],
    )


def fields(text: str) -> tuple[Field, ...]:
    """The answers to a form, as `fields_text` wrote them."""
    return tuple(Field(label, QuestionKind(kind), tuple(values)) for label, kind, values in json.loads(text))


def fields_text(answers: Sequence[Field]) -> str:
    """The answers to a form as they are kept."""
    return as_json([(answer.label, answer.kind, answer.values) for answer in answers])


def questions(text: str) -> tuple[Question, ...]:
    """The questions of a form, as `questions_text` wrote them."""
    return tuple(
        Question(label, QuestionKind(kind), hint, required, least, most, tuple(choices))
        for label, kind, hint, required, least, most, choices in json.loads(text)
    )


def questions_text(form: Sequence[Question]) -> str:
    """The questions of a form as they are kept."""
    return as_json([(it.label, it.kind, it.hint, it.required, it.least, it.most, it.choices) for it in form])


def hours(text: str) -> WorkingHours:
    """Working hours from their JSON."""
    kept = json.loads(text)
    return WorkingHours(kept["zone"], tuple(None if day is None else (day[0], day[1]) for day in kept["days"]))


def as_json(value: object) -> str:
    """`value` as it is kept: in the signs that people wrote, since it is searched."""
    return json.dumps(value, ensure_ascii=False)


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
        attachments=_attachments(row[7], row[15]) if row[7] != "[]" else (),
        created_at=row[8],
        edited_at=row[9],
        opening=bool(row[10]),
        discord_id=row[11],
        by_bot=bool(row[12]),
        forwarded=bool(row[13]),
        anonymous=bool(row[14]),
    )


def _attachments(names: str, ids: str) -> tuple[Attachment, ...]:
    kept: dict[int, int] = dict(json.loads(ids))
    return tuple(Attachment(name, size, kept.get(place)) for place, (name, size) in enumerate(json.loads(names)))


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
