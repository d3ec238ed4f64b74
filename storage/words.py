"""SQL of search: tickets by the words in their titles, tags, answers and messages, within what one may see.

Every word is handed to the index as a quoted phrase, so that nothing in it has a meaning of its own. Each is sought in
the whole ticket: one word may stand in the title and another in a message.
"""

import sqlite3

from desk.exchange import Found, Hit, Search, Slice, Term
from desk.permissions import Visibility
from desk.splitting import split
from storage import rows
from storage.visibility import Params, after_sql, conditions_of, order_sql, scopes_of, states_of, time_of


def phrase(term: Term) -> str:
    """The term as the index is asked for it."""
    quoted = '"' + split(term.text).replace('"', '""') + '"'
    return quoted if term.whole else quoted + "*"


class SqlWords:
    """See desk.store.overviews.Words."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def find(self, visible: Visibility, staffed: Visibility, search: Search, part: Slice) -> Found:
        """See desk.store.overviews.Words."""
        scope = _scope(visible, search)
        if scope is None or not search.terms:
            return Found((), 0)
        readable, reading = _readable(staffed)
        # Found by the words, and then looked at whether they are visible: those with a word are few beside all tickets.
        having = " INTERSECT ".join(
            "SELECT has_it FROM (SELECT rowid AS has_it FROM ticket_words WHERE ticket_words MATCH ? UNION"
            f" SELECT m.ticket_id {_messages(readable)})"
            for _ in search.terms
        )
        params = [value for term in search.terms for value in (phrase(term), phrase(term), *reading)]
        params += scope[1]
        where = f"({having}) AS having_them CROSS JOIN ticket ON ticket.id = having_them.has_it WHERE {scope[0]}"
        found = self._db.execute(
            f"WITH found AS MATERIALIZED (SELECT id, {time_of(part.order)} FROM {where})"
            " SELECT id, (SELECT count(*) FROM found) FROM found"
            f" WHERE {'true' if part.after is None else after_sql(part.order)}"
            f" ORDER BY {order_sql(part.order)} LIMIT ? OFFSET ?",
            [*params, *(part.after or ()), part.limit, part.offset],
        ).fetchall()
        if not found:
            beyond = part.after is not None or part.offset > 0
            row = rows.one(self._db, f"SELECT count(*) FROM {where}", *params) if beyond else None
            return Found((), row[0] if row else 0)
        ids = [row[0] for row in found]
        said = self._last_said(ids, search, staffed)
        marks = ", ".join("?" * len(ids))
        tickets = self._db.execute(rows.TICKETS + f"WHERE t.id IN ({marks})", ids).fetchall()
        by_id = {row[0]: rows.ticket(row) for row in tickets}
        return Found(tuple(Hit(by_id[each], said.get(each)) for each in ids), found[0][1])

    def _last_said(self, ids: list[int], search: Search, staffed: Visibility) -> dict[int, int]:
        """For each of these tickets that has one, the id of the last message with one of the words."""
        readable, reading = _readable(staffed)
        marks = ", ".join("?" * len(ids))
        any_term = " OR ".join(phrase(term) for term in search.terms)
        sql = f"SELECT m.ticket_id, max(m.id) {_messages(readable)} AND m.ticket_id IN ({marks}) GROUP BY m.ticket_id"
        found: list[tuple[int, int]] = self._db.execute(sql, (any_term, *reading, *ids)).fetchall()
        return dict(found)


def _messages(readable: str) -> str:
    return (
        "FROM message_words CROSS JOIN message AS m ON m.id = message_words.rowid"
        f" WHERE message_words MATCH ? AND {readable}"
    )


def _readable(staffed: Visibility) -> tuple[str, Params]:
    """The condition under which a message may be looked through: a note only by the staff of its ticket."""
    if staffed.everything:
        return "true", []
    if not staffed.category_ids:
        return "m.kind <> 'note'", []
    marks = ", ".join("?" * len(staffed.category_ids))
    by_staff = f"SELECT 1 FROM ticket AS n WHERE n.id = m.ticket_id AND n.category_id IN ({marks})"
    return f"(m.kind <> 'note' OR EXISTS ({by_staff}))", [*staffed.category_ids]


def _scope(visible: Visibility, search: Search) -> tuple[str, Params] | None:
    """What is visible and wanted, as one condition; None when nothing can fit."""
    scopes, states = scopes_of(visible, search.wanted), states_of(search.wanted)
    if not scopes or not states:
        return None
    any_scope = " OR ".join(f"({condition})" for condition, _ in scopes)
    narrower, narrowing = conditions_of(search.wanted)
    params: Params = [value for _, values in scopes for value in values]
    where = f"({any_scope}) AND state IN ({', '.join('?' * len(states))}){narrower}"
    return where, [*params, *states, *narrowing]
