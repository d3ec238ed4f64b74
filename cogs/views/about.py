"""The form of the menus: a ticket about somebody's message, or one that staff opens for a member."""

import re
from collections.abc import Sequence

import discord

from cogs.answers import hand_back
from cogs.door import Door
from cogs.language import hint, title
from cogs.typed import shortened
from cogs.views import ids
from cogs.views.filling import answer_handed_in
from cogs.views.forms import Form, FormItem, Values, form, long_text, short_text, text_in
from desk import drafts
from desk.drafts import Sheet
from desk.errors import Fault, Invalid, NotFound
from desk.models import Category
from desk.text import OPENING_MESSAGE, TITLE
from desk.tickets import TicketDraft

OPTIONS = 25
SELECTS = 3
"""A form has five parts, and title and message are two of them; later categories are reached by `/ticket open`."""

_QUOTED_AT_MOST = 1200
_NAME_AT_MOST = 80


def menu_form(
    shown: Sequence[Category], form_id: str, heading: str, member_id: int | None = None, text: str = ""
) -> discord.ui.Modal:
    """The form for a ticket in one of these categories, with what is to be said filled in as far as it is known."""
    only = shown[0].id if len(shown) == 1 else None
    least, most = OPENING_MESSAGE
    parts: list[FormItem] = [] if only else _categories(shown[: OPTIONS * SELECTS])
    parts += [
        short_text(
            "title", title("Title"), min_length=TITLE[0], max_length=TITLE[1], placeholder=hint("In a few words")
        ),
        long_text("message", title("Message"), text, min_length=least, max_length=most),
    ]
    return form(ids.about(only, member_id, form_id), heading, *parts)


def _categories(shown: Sequence[Category]) -> list[FormItem]:
    several = len(shown) > OPTIONS
    return [
        discord.ui.Label(
            text=title("What is it about?"),
            description=hint("Choose in one of these lists.") if several else None,
            component=discord.ui.Select(
                custom_id=f"category{start // OPTIONS}",
                required=not several,
                min_values=0 if several else 1,
                options=[discord.SelectOption(label=each.name, value=str(each.id)) for each in shown[start:][:OPTIONS]],
            ),
        )
        for start in range(0, len(shown), OPTIONS)
    ]


def quoted(message: discord.Message) -> str:
    """The message as the beginning of a report: its text, whose it is and where, with room for what is to be said."""
    snapshot = message.message_snapshots[0] if message.message_snapshots else None
    said = message.content or (snapshot.content if snapshot else "")
    files = [file.filename for file in (snapshot or message).attachments]
    lines = [*shortened(said, _QUOTED_AT_MOST).splitlines(), *shortened("\n".join(files), 300).splitlines()]
    author = " ".join(message.author.display_name.split())
    source = f"{shortened(author, _NAME_AT_MOST)} (@{message.author.name}), {message.jump_url}"
    return shortened("".join(f"> {each}\n" for each in lines), OPENING_MESSAGE[1] - len(source) - 4) + f"\n— {source}\n"


async def _send(interaction: discord.Interaction, door: Door, match: re.Match[str], values: Values) -> None:
    heading, message = text_in(values, "title"), text_in(values, "message")
    hand_back(interaction, heading, message)
    actor = await door.enter(interaction)
    category_id = int(match[1]) or _chosen(values)
    if (member_id := int(match[2])) == 0:
        sheet = Sheet(category_id, match[3], title=heading, message=message)
        done = await door.store.write(drafts.hand_in, actor, sheet)
    else:
        member = interaction.guild.get_member(member_id) if interaction.guild else None
        if member is None or member.bot:
            raise NotFound("member")
        owner = door.actor(member, actor.request_id)
        said = TicketDraft(category_id, heading, message)
        done = await door.store.write(drafts.open_once, actor, said, match[3], owner)
    await answer_handed_in(interaction, door, done)


def _chosen(values: Values) -> int:
    """The one category that was chosen in one of the lists."""
    chosen = [value for index in range(SELECTS) for value in values.get(f"category{index}", ())]
    if len(chosen) != 1:
        raise Invalid({"category": Fault("missing" if not chosen else "too_many_chosen", 1)})
    return int(chosen[0])


ABOUT_FORM = Form(ids.ABOUT, _send)
