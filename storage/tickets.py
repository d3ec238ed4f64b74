"""SQL of tickets."""

import sqlite3
from collections.abc import Sequence
from dataclasses import replace

from desk.exchange import NewTicket, Slice, TicketFilter
from desk.models import Priority, Ticket
from desk.permissions import Visibility
from storage import rows
from storage.recall import recalled
from storage.visibility import conditions_of, ids_sql, order_sql, page_sql, scopes_of, states_of


class SqlTickets:
    """See desk.store.tickets.Tickets."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def insert(self, new: NewTicket) -> Ticket:
        """See desk.store.tickets.Tickets."""
        self._db.execute("INSERT INTO guild (id) VALUES (?) ON CONFLICT DO NOTHING", (new.guild_id,))
        numbered = rows.one(
            self._db, "UPDATE guild SET last_number = last_number + 1 WHERE id = ? RETURNING last_number", new.guild_id
        )
        inserted = self._db.execute(
            "INSERT INTO ticket (guild_id, number, category_id, owner_id, owner_name, title, opened_via, fields,"
            " created_at, updated_at, waiting, waiting_since, due_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                new.guild_id,
                numbered[0] if numbered else None,
                new.category_id,
                new.owner_id,
                new.owner_name,
                new.title,
                new.opened_via,
                rows.fields_text(new.fields),
                new.at,
                new.at,
                new.waiting,
                new.at,
                new.due_at,
            ),
        )
        return self._must(inserted.lastrowid)

    def get(self, guild_id: int, ticket_id: int) -> Ticket | None:
        """See desk.store.tickets.Tickets."""
        return self._one("WHERE t.id = ? AND t.guild_id = ?", ticket_id, guild_id)

    def by_number(self, guild_id: int, number: int) -> Ticket | None:
        """See desk.store.tickets.Tickets."""
        return self._one("WHERE t.guild_id = ? AND t.number = ?", guild_id, number)

    def by_channel(self, guild_id: int, channel_id: int) -> Ticket | None:
        """See desk.store.tickets.Tickets."""
        return self._one("WHERE t.channel_id = ? AND t.guild_id = ?", channel_id, guild_id)

    def save(self, ticket: Ticket, *, expected_version: int) -> bool:
        """See desk.store.tickets.Tickets."""
        done = self._db.execute(
            "UPDATE ticket SET title = ?, status = ?, category_id = ?, claimed_by = ?, priority = ?, tags = ?,"
            " fields = ?, updated_at = ?, closed_at = ?, close_reason = ?, waiting = ?, waiting_since = ?, due_at = ?,"
            " first_reply_at = ?, snoozed_until = ?, merged_into = ?, rating = ?, rating_comment = ?, version = ?"
            " WHERE id = ? AND version = ?",
            (
                ticket.title,
                ticket.status,
                ticket.category_id,
                ticket.claimed_by,
                ticket.priority,
                rows.as_json(ticket.tags),
                rows.fields_text(ticket.fields),
                ticket.updated_at,
                ticket.closed_at,
                ticket.close_reason,
                ticket.waiting,
                ticket.waiting_since,
                ticket.due_at,
                ticket.first_reply_at,
                ticket.snoozed_until,
                ticket.merged_into,
                ticket.rating,
                ticket.rating_comment,
                ticket.version,
                ticket.id,
                expected_version,
            ),
        )
        return done.rowcount == 1

    def delete(self, ticket_id: int) -> None:
        """See desk.store.tickets.Tickets."""
        self._db.execute("DELETE FROM ticket WHERE id = ?", (ticket_id,))
        # The row stays, so that the request sent again has no second effect; what it showed goes.
        self._db.execute("UPDATE answer SET answer = x'' WHERE ticket_id = ?", (ticket_id,))

    def page(self, visible: Visibility, wanted: TicketFilter, part: Slice) -> Sequence[Ticket]:
        """See desk.store.tickets.Tickets."""
        return recalled(self._db, ("page", visible, wanted, part), lambda: self._page(visible, wanted, part))

    def _page(self, visible: Visibility, wanted: TicketFilter, part: Slice) -> Sequence[Ticket]:
        query = page_sql(visible, wanted, part)
        if query is None:
            return ()
        ids, params = query
        sql = (
            rows.TICKETS.replace(
                "FROM ticket AS t", f"FROM ({ids}) AS listed CROSS JOIN ticket AS t ON t.id = listed.id"
            )
            + f"ORDER BY {order_sql(part.order, 't.')}"
        )
        return tuple(rows.ticket(row) for row in self._db.execute(sql, params).fetchall())

    def count(self, visible: Visibility, wanted: TicketFilter) -> int:
        """See desk.store.tickets.Tickets. Read from what triggers count, unless `wanted` asks for what they do not."""
        return recalled(self._db, ("count", visible, wanted), lambda: self._count(visible, wanted))

    def _count(self, visible: Visibility, wanted: TicketFilter) -> int:
        states = states_of(wanted)
        if wanted.priority is Priority.NORMAL:
            # Nearly all are: to count the others takes no walk over these.
            others = [replace(wanted, priority=each) for each in Priority if each is not Priority.NORMAL]
            return self.count(visible, replace(wanted, priority=None)) - sum(self.count(visible, it) for it in others)
        if conditions_of(wanted)[0]:
            return self._counted(visible, wanted)
        return self._kept(visible, wanted, states) + self._added(visible, wanted, states)

    def _added(self, visible: Visibility, wanted: TicketFilter, states: Sequence[int]) -> int:
        """How many of those that the actor was added to they would not see otherwise."""
        if not visible.ticket_ids or visible.everything or wanted.owner_id == visible.owner_id:
            return 0
        marks = ", ".join("?" * len(visible.ticket_ids))
        sql = f"SELECT owner_id, category_id, state FROM ticket WHERE id IN ({marks}) AND guild_id = ?"
        found = self._db.execute(sql, (*visible.ticket_ids, visible.guild_id)).fetchall()
        return sum(
            state in states
            and owner_id != visible.owner_id
            and category_id not in visible.category_ids
            and wanted.owner_id in {None, owner_id}
            and wanted.category_id in {None, category_id}
            for owner_id, category_id, state in found
        )

    def _kept(self, visible: Visibility, wanted: TicketFilter, states: Sequence[int]) -> int:
        if wanted.owner_id is None and visible.everything:
            return self._in_categories(visible.guild_id, states, wanted.category_id)
        owner_id = visible.owner_id if wanted.owner_id is None else wanted.owner_id
        own = owner_id == visible.owner_id or visible.everything
        counted: list[tuple[int, int, int]] = self._db.execute(
            "SELECT category_id, state, n FROM owner_count WHERE guild_id = ? AND owner_id = ?",
            (visible.guild_id, owner_id),
        ).fetchall()
        whole = () if wanted.owner_id is not None else visible.category_ids
        theirs = sum(
            n
            for category_id, state, n in counted
            if state in states
            and wanted.category_id in {None, category_id}
            and category_id not in whole
            and (own or category_id in visible.category_ids)
        )
        wholly = [category_id for category_id in whole if wanted.category_id in {None, category_id}]
        return theirs + sum(self._in_categories(visible.guild_id, states, category_id) for category_id in wholly)

    def _counted(self, visible: Visibility, wanted: TicketFilter) -> int:
        query = ids_sql(visible, wanted)
        row = rows.one(self._db, f"SELECT count(*) FROM ({query[0]})", *query[1]) if query else None
        return row[0] if row else 0

    def _in_categories(self, guild_id: int, states: Sequence[int], category_id: int | None) -> int:
        sql, params = "SELECT state, n FROM category_count WHERE guild_id = ?", [guild_id]
        if category_id is not None:
            sql, params = sql + " AND category_id = ?", [guild_id, category_id]
        counted: list[tuple[int, int]] = self._db.execute(sql, params).fetchall()
        return sum(n for state, n in counted if state in states)

    def open_of(self, owner_id: int, category_id: int) -> Sequence[Ticket]:
        """See desk.store.tickets.Tickets."""
        sql = rows.TICKETS + "WHERE t.owner_id = ? AND t.category_id = ? AND t.status = 'open' ORDER BY t.id"
        return [rows.ticket(row) for row in self._db.execute(sql, (owner_id, category_id)).fetchall()]

    def tags(self, visible: Visibility, prefix: str, limit: int) -> Sequence[str]:
        """See desk.store.tickets.Tickets. Each tag of the guild is looked at once, up to one visible ticket."""
        scopes = scopes_of(visible, TicketFilter())
        seen = " OR ".join(f"({condition})" for condition, _ in scopes)
        sql = (
            "SELECT tag FROM (SELECT DISTINCT guild_id, tag FROM ticket_tag"
            " WHERE guild_id = ? AND tag >= ? AND tag < ?) AS known WHERE EXISTS (SELECT 1 FROM ticket WHERE id IN"
            " (SELECT ticket_id FROM ticket_tag AS x WHERE x.guild_id = known.guild_id AND x.tag = known.tag)"
            f" AND ({seen})) ORDER BY tag LIMIT ?"
        )
        params = [value for _, values in scopes for value in values]
        found = self._db.execute(sql, (visible.guild_id, prefix, prefix + "\U0010ffff", *params, limit)).fetchall()
        return [row[0] for row in found]

    def rated_at(self, ticket_id: int) -> str | None:
        """See desk.store.tickets.Tickets."""
        sql = "SELECT rated_at FROM ticket WHERE id = ? AND (closed_at IS NULL OR rated_at >= closed_at)"
        row = rows.one(self._db, sql, ticket_id)
        return row[0] if row else None

    def set_rated_at(self, ticket_id: int, at: str) -> None:
        """See desk.store.tickets.Tickets."""
        self._db.execute("UPDATE ticket SET rated_at = ? WHERE id = ?", (at, ticket_id))

    def last_opened(self, guild_id: int, owner_id: int, category_id: int) -> str | None:
        """See desk.store.tickets.Tickets."""
        row = rows.one(
            self._db,
            "SELECT max(created_at) FROM ticket WHERE guild_id = ? AND owner_id = ? AND category_id = ?"
            " AND close_reason IS NOT 'no_place'",
            guild_id,
            owner_id,
            category_id,
        )
        return row[0] if row else None

    def _one(self, where: str, *params: int) -> Ticket | None:
        row = rows.one(self._db, rows.TICKETS + where, *params)
        return rows.ticket(row) if row else None

    def _must(self, ticket_id: int | None) -> Ticket:
        found = self._one("WHERE t.id = ?", ticket_id or 0)
        if found is None:
            raise LookupError(ticket_id)
        return found
