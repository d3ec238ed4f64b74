"""A look at the desk: what was found, what is wrong first, and a button that mends what the bot can mend itself."""

from collections.abc import Sequence

import discord

from cogs import words
from cogs.answers import Answer, answer
from cogs.door import Door
from cogs.language import mark_button
from cogs.views import ids
from cogs.views.buttons import DeskButton, row
from desk import inspection
from desk.actor import Actor
from desk.events import category_lane
from desk.findings import Finding, Matter, Verdict

ROOM = 3800
"""Characters of the findings that are shown: with the rest they stay within an embed's 4096."""

_ORDER = (Verdict.BAD, Verdict.NOTE, Verdict.GOOD)


async def look(interaction: discord.Interaction, door: Door, actor: Actor) -> Sequence[Finding]:
    """What is found now, the worst first. Raises MissingGrant."""
    standing = await door.store.read_long(inspection.standing, actor)
    found = door.caretaker.inspect(actor.guild_id, standing, interaction.created_at)
    return sorted(found, key=lambda each: _ORDER.index(each.verdict))


def findings_answer(found: Sequence[Finding], note: str | None = None) -> Answer:
    """The findings, as many as there is room for; `note` is what has just happened."""
    wrong = [each for each in found if each.verdict is not Verdict.GOOD]
    lines: list[str] = []
    for each in found:
        text = words.check.finding(each)
        if sum(map(len, lines)) + len(text) + len(lines) > ROOM:
            lines.append(words.check.more(len(found) - len(lines)))
            break
        lines.append(text)
    mendable = sum(each.mendable for each in found)
    buttons = [MendButton(ids.MENDING, words.check.mend(mendable))] if mendable else []
    embed = discord.Embed(title=words.check.heading(len(wrong)), description="\n".join(lines) or None)
    return Answer(note, embed=embed, view=row(*buttons))


class MendButton(DeskButton, template=ids.MEND):
    """Mends what the bot can mend itself."""

    label = mark_button("Fix")
    style = discord.ButtonStyle.primary

    async def act(self, interaction: discord.Interaction, door: Door) -> None:
        """Mend it, wait until Discord shows that, and look again."""
        actor = await door.turn(interaction)
        lanes = [
            lane
            for each in await look(interaction, door, actor)
            if each.mendable
            for lane in await _mend(door, actor, each)
        ]
        for lane in dict.fromkeys(lanes):
            await door.caretaker.at_rest(lane)
        await answer(interaction, findings_answer(await look(interaction, door, actor), words.check.mended()))


async def _mend(door: Door, actor: Actor, found: Finding) -> Sequence[str]:
    """Do what mends it; the lanes in which Discord comes to show it."""
    category_id = found.id_of("category")
    match found.matter:
        case Matter.ROLES_GONE:
            gone = found.about.get("roles", ())
            roles = gone if isinstance(gone, tuple) else ()
            await door.store.write(inspection.drop_roles, actor, category_id, roles)
        case Matter.PARKED:
            await door.store.write(inspection.try_again, actor)
        case Matter.CHANNEL_LACKS:
            await door.caretaker.let_itself_in(actor.guild_id, found.id_of("channel"))
        case Matter.PARENT_LACKS:
            await door.caretaker.let_itself_in(actor.guild_id, found.id_of("channel"))
            await door.store.write(inspection.draw_again, actor, category_id)
        case _:
            await door.store.write(inspection.draw_again, actor, category_id)
    return (category_lane(category_id),) if category_id else ()
