"""Setting a server up for good: channels, categories, panel, a ticket on trial, and what to do about what fails."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import discord

from cogs import words
from cogs.answers import Answer, answer
from cogs.language import speaking
from cogs.refusals import refusal
from cogs.surroundings import surroundings
from cogs.views.setup_screens import Scene
from desk import setup, tickets
from desk.actor import Actor
from desk.errors import DeskError
from desk.events import category_lane, panel_lane, ticket_lane
from desk.exchange import Unshown
from desk.models import Category, PlaceState
from desk.setup import Made, SetupDraft
from desk.tickets import TicketDraft

GROUP_ROOM = 50
GOOD, BAD, LEFT = "✅", "❌", "⏭️"


@dataclass
class Checklist:
    """What was done so far, told on the screen after each step."""

    interaction: discord.Interaction
    lines: list[str] = field(default_factory=list)
    whole: bool = True

    async def add(self, sign: str, *sentences: str) -> None:
        """One thing more."""
        self.lines.append(f"{sign} {' '.join(sentences)}")
        self.whole = self.whole and sign != BAD
        await self.show(words.setup.working())

    async def show(self, heading: str, *, after: str = "") -> None:
        """Put all of it in place of what is shown."""
        text = "\n".join([*self.lines, *(["", after] if after else [])])
        embed = discord.Embed(title=heading, description=text or None)
        await answer(self.interaction, Answer(embed=embed, view=discord.ui.View()))


async def do(interaction: discord.Interaction, scene: Scene, actor: Actor) -> None:
    """Do all of it, and tell what came of each part."""
    told = Checklist(interaction)
    await told.show(words.setup.working())
    draft = await _channels(told, scene)
    made = await _made(told, scene, actor, draft) if draft else None
    if made is not None:
        await _shown(told, scene, actor, made)
        await _tried(told, scene, actor, made)
    after = words.setup.next_steps(made.panel.channel_id) if made and told.whole else ""
    await told.show(words.setup.done(whole=told.whole), after=after)


async def _channels(told: Checklist, scene: Scene) -> SetupDraft | None:
    """The draft with the channels that the bot had to make; None when it could not."""
    draft, caretaker, guild = scene.draft, scene.door.caretaker, scene.guild
    under = guild.get_channel(draft.under_channel_id or 0)
    panel = guild.get_channel(draft.panel_channel_id or 0)
    with speaking(scene.language):
        group, hall = words.setup.group(), words.setup.hall()
    try:
        under_id = under.id if under else await caretaker.channel_category(guild.id, group)
        panel_id = panel.id if panel else await caretaker.channel(guild.id, hall, under_id)
    except discord.HTTPException as error:
        await told.add(BAD, words.setup.channels_made(made=False), _remedy(scene, under, error))
        return None
    await told.add(GOOD, words.setup.channels_made(made=True))
    return replace(draft, language=scene.language, under_channel_id=under_id, panel_channel_id=panel_id)


def _remedy(scene: Scene, under: discord.abc.GuildChannel | None, error: discord.HTTPException) -> str:
    if missing := scene.missing():
        return words.setup.lacking(missing)
    if isinstance(under, discord.CategoryChannel) and len(under.channels) >= GROUP_ROOM:
        return words.setup.group_full(under.id)
    return words.setup.refused(f"discord {error.status} {error.code}")


async def _made(told: Checklist, scene: Scene, actor: Actor, draft: SetupDraft) -> Made | None:
    whole = replace(scene, present=replace(scene.present, draft=draft, begun=True))
    around = surroundings(scene.door, scene.guild)
    try:
        return await scene.door.store.write(setup.make, actor, draft, whole.plans(), around)
    except DeskError as error:
        await told.add(BAD, refusal(error) or "")
        return None


async def _shown(told: Checklist, scene: Scene, actor: Actor, made: Made) -> None:
    """Wait until Discord shows what was made, and tell of each."""
    door = scene.door
    for category in made.old:
        await told.add(GOOD, words.setup.category_made(category, new=False))
    for category in made.new:
        await door.caretaker.at_rest(category_lane(category.id))
        left = await door.store.read(setup.unshown_category, actor, category.id)
        await told.add(*_judged(left, words.setup.category_made(category, new=True)))
    await door.caretaker.at_rest(panel_lane(made.panel.id))
    left = await door.store.read(setup.unshown_panel, actor, made.panel.id)
    await told.add(*_judged(left, words.setup.panel_posted(made.panel.channel_id, new=made.panel_is_new)))


def _judged(left: Sequence[Unshown], what: str) -> tuple[str, ...]:
    if not left:
        return GOOD, what
    parked = next((each for each in left if each.parked), None)
    if parked is None:
        return BAD, what, words.setup.late()
    return BAD, what, words.setup.refused(parked.error or "")


async def _tried(told: Checklist, scene: Scene, actor: Actor, made: Made) -> None:
    """Open a ticket as the actor and remove it: what members will do, done once before them."""
    if not scene.present.tries:
        await told.add(LEFT, words.setup.not_tried())
        return
    category = [*made.new, *made.old, *scene.present.categories][0]
    try:
        await told.add(*await _ticket(scene, actor, category))
    except DeskError as error:
        await told.add(BAD, refusal(error) or "")


async def _ticket(scene: Scene, actor: Actor, category: Category) -> tuple[str, ...]:
    door = scene.door
    with speaking(scene.language):
        draft = TicketDraft(category.id, words.setup.test_title(), words.setup.test_message())
    await door.store.write(setup.remove_trials, actor, draft)
    ticket = await door.store.write(tickets.open_ticket, actor, draft)
    place = await door.place_ready(ticket.id)
    await door.store.write(tickets.delete, actor, ticket.id)
    await door.caretaker.at_rest(ticket_lane(ticket.id))
    if place.state is PlaceState.MADE:
        return GOOD, words.setup.tried()
    remedy = words.setup.refused(place.error or "") if place.state is PlaceState.FAILED else words.setup.late()
    return BAD, words.setup.test_ticket_failed(), remedy
