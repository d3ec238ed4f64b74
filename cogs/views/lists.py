"""The list of tickets: one's own or all that one sees, of all states or one, with buttons that turn and filter it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import discord

from cogs import words
from cogs.answers import Answer, answer
from cogs.door import Door
from cogs.language import button
from cogs.views.buttons import DeskButton, row
from desk import queue, reading
from desk.actor import Actor
from desk.asking import what_is_visible
from desk.exchange import Slice, TicketFilter
from desk.models import Status
from desk.queue import Line
from desk.reading import TicketPage
from desk.store import Tx

SHOWN = 10
STATUSES: Final[Mapping[str, Status | None]] = {"open": Status.OPEN, "closed": Status.CLOSED, "all": None}
"""What a command calls the states of tickets."""

_STATE = "([oc-]):([ms]):([0-9]{1,18})"
PAGE = re.compile(f"list:([0-9]{{1,6}}):{_STATE}")
FILTER = re.compile(f"list-filter:{_STATE}")
_STATUS = {"o": Status.OPEN, "c": Status.CLOSED, "-": None}


@dataclass(frozen=True, slots=True)
class Listed:
    """Which tickets are listed: of that status or all, one's own or all that one sees, of that category or all."""

    status: Status | None = None
    mine: bool = True
    category_id: int | None = None

    @property
    def state(self) -> str:
        """The end of the custom_ids that are about it."""
        status = next(key for key, value in _STATUS.items() if value is self.status)
        return f"{status}:{'m' if self.mine else 's'}:{self.category_id or 0}"


@dataclass(frozen=True, slots=True)
class Shown:
    """A page of a list; `lines` says by id how one's own tickets stand, `others` whether one sees more than them."""

    page: TicketPage
    lines: Mapping[int, Line]
    others: bool


def listed_in(found: re.Match[str]) -> Listed:
    """Which list a custom_id is about: the last three groups of its match."""
    status, whose, category_id = found.groups()[-3:]
    return Listed(_STATUS[status], whose == "m", int(category_id) or None)


def shown_list(tx: Tx, actor: Actor, listed: Listed, number: int) -> Shown:
    """The `number`-th page of that list."""
    owner_id = actor.user_id if listed.mine else None
    wanted = TicketFilter(status=listed.status, category_id=listed.category_id, owner_id=owner_id)
    page = reading.list_tickets(tx, actor, wanted, Slice(limit=SHOWN, offset=number * SHOWN))
    own = [ticket for ticket in page.tickets if ticket.owner_id == actor.user_id]
    visible = what_is_visible(tx, actor)
    others = visible.everything or bool(visible.category_ids or visible.ticket_ids)
    return Shown(page, queue.lines(tx, own, actor.at), others)


def list_answer(shown: Shown, listed: Listed, number: int) -> Answer:
    """The `number`-th page of that list."""
    page = shown.page
    pages = max(1, -(-page.total // SHOWN))
    rows = [words.tickets.row(each) + _standing(shown, each.id) for each in page.tickets]
    nothing = words.tickets.none_of_yours() if listed.mine else words.tickets.none_listed()
    embed = discord.Embed(title=words.tickets.listed(listed.status, page.total), description="\n".join(rows) or nothing)
    embed.set_footer(text=words.shared.page_of(number, pages))
    back = ListPageButton(f"list:{number - 1}:{listed.state}", button("Back")) if number else None
    on = ListPageButton(f"list:{number + 1}:{listed.state}", button("Next")) if page.more else None
    turning = [each for each in (back, on) if each is not None]
    for each in turning:
        each.item.row = 1
    return Answer(embed=embed, view=row(*_filters(listed, others=shown.others), *turning))


def _standing(shown: Shown, ticket_id: int) -> str:
    one = shown.lines.get(ticket_id)
    said = words.queue.standing(one) if one else ""
    return f"\n-# {said}" if said else ""


def _filters(listed: Listed, *, others: bool) -> list[DeskButton]:
    labels = {None: button("All"), Status.OPEN: button("Open"), Status.CLOSED: button("Closed")}
    filters: list[DeskButton] = []
    for status, label in labels.items():
        each = ListFilterButton(f"list-filter:{replace(listed, status=status).state}", label)
        each.item.disabled = status is listed.status
        filters.append(each)
    if others:
        label = button("All that I see") if listed.mine else button("Only mine")
        filters.append(ListFilterButton(f"list-filter:{replace(listed, mine=not listed.mine).state}", label))
    return filters


async def show_list(interaction: discord.Interaction, door: Door, actor: Actor, listed: Listed, number: int) -> None:
    """Answer with that page of that list."""
    shown = await door.store.read(shown_list, actor, listed, number)
    await answer(interaction, list_answer(shown, listed, number))


class ListPageButton(DeskButton, template=PAGE):
    """Turns to another page of a list of tickets."""

    async def act(self, interaction: discord.Interaction, door: Door) -> None:
        """Put that page in place of the one shown."""
        await show_list(interaction, door, await door.turn(interaction), listed_in(self.match), self.subject())


class ListFilterButton(DeskButton, template=FILTER):
    """Lists other tickets."""

    async def act(self, interaction: discord.Interaction, door: Door) -> None:
        """Put the first page of those in place of the one shown."""
        await show_list(interaction, door, await door.turn(interaction), listed_in(self.match), 0)
