"""What a search found, a page at a time. What was searched for stands in the buttons that turn the page."""

import re
from dataclasses import dataclass

import discord

from cogs import words
from cogs.answers import Answer, answer
from cogs.door import Door
from cogs.language import button
from cogs.typed import room
from cogs.views.buttons import DeskButton, row
from desk.actor import Actor
from desk.exchange import Slice, TicketFilter
from desk.models import Status
from desk.search import Matches, search
from desk.store import Tx

SHOWN = 5
ID_ROOM = 100

PAGE = re.compile("found:([0-9]{1,5}):([oc-]):([m-]):([0-9]{1,18}):(.+)", re.DOTALL)
_STATUS = {"o": Status.OPEN, "c": Status.CLOSED, "-": None}


@dataclass(frozen=True, slots=True)
class Sought:
    """What is searched for, and in which tickets."""

    query: str
    status: Status | None = None
    mine: bool = False
    category_id: int | None = None

    def page(self, number: int) -> str:
        """The custom_id of the button that turns to that page."""
        status = next(key for key, value in _STATUS.items() if value is self.status)
        return f"found:{number}:{status}:{'m' if self.mine else '-'}:{self.category_id or 0}:{self.query}"

    @property
    def too_long_by(self) -> int:
        """By how much it is longer than a button has room for, in Discord's units; 0 or less when it fits."""
        return room(self.page(99999)) - ID_ROOM


def found_in(tx: Tx, actor: Actor, sought: Sought, number: int) -> Matches:
    """The `number`-th page of what is found."""
    owner_id = actor.user_id if sought.mine else None
    wanted = TicketFilter(status=sought.status, category_id=sought.category_id, owner_id=owner_id)
    return search(tx, actor, sought.query, wanted, Slice(SHOWN, number * SHOWN))


def found_answer(found: Matches, sought: Sought, number: int) -> Answer:
    """The `number`-th page of what was found."""
    pages = max(1, -(-found.total // SHOWN))
    text = "\n".join(map(words.search.row, found.matches)) or words.search.nothing()
    embed = discord.Embed(title=words.search.title(found.total), description=text)
    embed.set_footer(text=words.shared.page_of(number, pages))
    back = FoundPageButton(sought.page(number - 1), button("Back")) if number else None
    on = FoundPageButton(sought.page(number + 1), button("Next")) if number + 1 < pages else None
    return Answer(words.search.sought(sought.query), embed=embed, view=row(*filter(None, (back, on))))


async def show_found(interaction: discord.Interaction, door: Door, actor: Actor, sought: Sought, number: int) -> None:
    """Answer with that page of what is found."""
    found = await door.store.read_long(found_in, actor, sought, number)
    await answer(interaction, found_answer(found, sought, number))


class FoundPageButton(DeskButton, template=PAGE):
    """Turns to another page of what was found."""

    async def act(self, interaction: discord.Interaction, door: Door) -> None:
        """Put that page in place of the one shown."""
        status, mine, category_id, query = self.match.groups()[1:]
        sought = Sought(query, _STATUS[status], mine == "m", int(category_id) or None)
        await show_found(interaction, door, await door.turn(interaction), sought, self.subject())
