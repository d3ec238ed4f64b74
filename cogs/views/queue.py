"""The queue as staff sees it: the most pressing first, a page at a time, with selects that narrow it."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Self

import discord

from cogs import words
from cogs.answers import Answer, answer, answering
from cogs.door import Door
from cogs.language import button, mark_button
from cogs.views import queue_ids as ids
from cogs.views.buttons import NEVER, DeskButton, row
from desk import queue
from desk.actor import Actor
from desk.exchange import Slice
from desk.models import Category, Priority
from desk.queue import LiveView, QueuePage, Show, Wanted
from desk.store import Tx

SHOWN = 8
"""Tickets on a page: more would not fit a phone."""

CATEGORIES_OFFERED = 11
LIVE_SHOWN = 10


def shown_page(tx: Tx, actor: Actor, wanted: Wanted, number: int) -> QueuePage:
    """The `number`-th page of the queue."""
    return queue.queue(tx, actor, wanted, Slice(SHOWN, number * SHOWN))


def queue_answer(page: QueuePage, wanted: Wanted, number: int) -> Answer:
    """The `number`-th page of the wanted part of the queue."""
    if not page.categories and not page.total:
        return Answer(words.queue.nobody_waits())
    pages = max(1, -(-page.total // SHOWN))
    text = "\n".join(words.queue.row(each, page.at) for each in page.tickets) or words.queue.empty()
    embed = discord.Embed(title=words.queue.title(page.total), description=text)
    embed.set_footer(text=words.shared.page_of(number, pages))
    buttons: list[DeskButton] = [
        ClaimNextButton(ids.claim_next(wanted.category_id)),
        RefreshButton(ids.again(wanted)),
    ]
    if number:
        buttons.append(QueuePageButton(ids.page(number - 1, wanted), button("Back")))
    if number + 1 < pages:
        buttons.append(QueuePageButton(ids.page(number + 1, wanted), button("Next")))
    selects = (show_select(wanted), narrow_select(wanted, page))
    return Answer(embed=embed, view=row(*selects, *buttons))


async def show_queue(interaction: discord.Interaction, door: Door, actor: Actor, wanted: Wanted, number: int) -> None:
    """Answer with that page of the queue."""
    page = await door.store.read(shown_page, actor, wanted, number)
    await answer(interaction, queue_answer(page, wanted, number))


class QueuePageButton(DeskButton, template=ids.PAGE):
    """Turns to another page of the queue."""

    async def act(self, interaction: discord.Interaction, door: Door) -> None:
        """Put that page in place of the one shown."""
        await show_queue(interaction, door, await door.turn(interaction), ids.wanted_in(self.match), self.subject())


class RefreshButton(DeskButton, template=ids.AGAIN):
    """Draws the queue as it is now."""

    label = mark_button("Refresh")

    async def act(self, interaction: discord.Interaction, door: Door) -> None:
        """Put the first page in place of the one shown."""
        await show_queue(interaction, door, await door.turn(interaction), ids.wanted_in(self.match), 0)


class ClaimNextButton(DeskButton, template=ids.NEXT):
    """Claims the most pressing ticket that nobody has, for whoever presses."""

    label = mark_button("Claim next")
    style = discord.ButtonStyle.primary

    async def act(self, interaction: discord.Interaction, door: Door) -> None:
        """Claim it, and say where it is."""
        actor = await door.enter(interaction)
        claimed = await door.store.write(queue.claim_next, actor, self.subject() or None)
        await answer(interaction, words.queue.claimed_next(claimed))


class MyQueueButton(DeskButton, template=ids.MINE):
    """Opens the presser's own queue, from the live queue that everybody in its channel sees."""

    label = mark_button("My queue")

    async def act(self, interaction: discord.Interaction, door: Door) -> None:
        """Answer with the tickets that they have claimed."""
        await show_queue(interaction, door, await door.enter(interaction), Wanted(Show.MINE), 0)


class _QueueSelect(discord.ui.DynamicItem[discord.ui.Select[Any]], template=NEVER):
    """A select above the queue; what of it was wanted stands in its custom_id."""

    def __init__(self, custom_id: str, select: discord.ui.Select[Any] | None = None) -> None:
        """Make it with its options, or without them for what was chosen in it."""
        super().__init__(select or discord.ui.Select(custom_id=custom_id))
        match = self.template.fullmatch(custom_id)
        if match is None:
            raise ValueError(custom_id)
        self.wanted = ids.wanted_in(match)

    @classmethod
    async def from_custom_id(cls, _interaction: Any, _item: Any, match: Any, /) -> Self:
        """The select again; what was chosen comes with the interaction."""
        return cls(match.string)

    async def callback(self, interaction: discord.Interaction) -> None:
        """Show what was chosen, and have whatever goes wrong answered."""
        await answering(interaction, lambda door: self._show(interaction, door))

    async def _show(self, interaction: discord.Interaction, door: Door) -> None:
        wanted = self.chosen(self.item.values)
        await show_queue(interaction, door, await door.turn(interaction), wanted, 0)

    def chosen(self, values: Iterable[str]) -> Wanted:
        """What is wanted now that these were chosen."""
        raise NotImplementedError


class ShowSelect(_QueueSelect, template=ids.SHOW):
    """Chooses the part of the queue that is shown."""

    def chosen(self, values: Iterable[str]) -> Wanted:
        """That part, narrowed as before."""
        return replace(self.wanted, show=Show(next(iter(values), self.wanted.show)))


class NarrowSelect(_QueueSelect, template=ids.NARROW):
    """Narrows the queue by priority, category and tag at once; with nothing chosen it is whole."""

    def chosen(self, values: Iterable[str]) -> Wanted:
        """The same part, narrowed by the last choice of each kind."""
        by_kind = dict(value.split(":", 1) for value in values)
        return Wanted(
            self.wanted.show,
            Priority(by_kind["priority"]) if "priority" in by_kind else None,
            int(by_kind["category"]) if "category" in by_kind else None,
            by_kind.get("tag"),
        )


def show_select(wanted: Wanted) -> ShowSelect:
    """The select of the parts, with the present one chosen."""
    options = [
        discord.SelectOption(label=button(text), value=part.value, default=part is wanted.show)
        for part, text in words.queue.SHOWN.items()
    ]
    return ShowSelect(ids.show(wanted), discord.ui.Select(custom_id=ids.show(wanted), options=options))


def narrow_select(wanted: Wanted, page: QueuePage) -> NarrowSelect:
    """The select of what the queue can be narrowed by, with the present choice chosen."""
    select: discord.ui.Select[Any] = discord.ui.Select(
        custom_id=ids.narrow(wanted),
        placeholder=words.queue.narrow(),
        options=_options(wanted, page),
        min_values=0,
        max_values=3,
    )
    return NarrowSelect(ids.narrow(wanted), select)


def _options(wanted: Wanted, page: QueuePage) -> list[discord.SelectOption]:
    priorities = [
        discord.SelectOption(
            label=button(words.sorting.PRIORITIES[each]),
            emoji=words.sorting.EMOJI[each],
            value=f"priority:{each.value}",
            default=each is wanted.priority,
        )
        for each in reversed(Priority)
    ]
    categories = [
        discord.SelectOption(
            label=each.name[:100], emoji="📁", value=f"category:{each.id}", default=each.id == wanted.category_id
        )
        for each in _offered(page.categories, wanted.category_id)
    ]
    tags = [
        discord.SelectOption(label=each[:100], emoji="🏷️", value=f"tag:{each}", default=each == wanted.tag)
        for each in dict.fromkeys([*([wanted.tag] if wanted.tag else []), *page.tags][: queue.TAGS_OFFERED])
    ]
    return [*priorities, *categories, *tags]


def _offered(categories: Iterable[Category], chosen: int | None) -> list[Category]:
    """As many categories as there is room for, the chosen one among them."""
    return sorted(categories, key=lambda each: each.id != chosen)[:CATEGORIES_OFFERED]


def live_embed(live: LiveView) -> discord.Embed:
    """A category's live queue, as everybody in its channel reads it."""
    lines = [words.queue.row(each, live.at) for each in live.tickets]
    if live.total > len(live.tickets):
        lines.append(words.queue.live_more(live.total - len(live.tickets)))
    colour = discord.Colour.from_str(live.category.color) if live.category.color else None
    text = "\n".join(lines) or words.queue.live_empty()
    return discord.Embed(title=words.queue.live_title(live.category, live.total), description=text, colour=colour)


def live_buttons(live: LiveView) -> discord.ui.View:
    """The buttons below it."""
    category_id = live.category.id
    return row(ClaimNextButton(ids.claim_next(category_id)), MyQueueButton(ids.mine(category_id)))


def live_mark(category_id: int) -> str:
    """The custom_id by which the message of that category's live queue is known again."""
    return ids.claim_next(category_id)
