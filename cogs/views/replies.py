"""The screen of ready replies: a list to choose from, one of them with its text, a form, a question before the end."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import discord

from cogs import words
from cogs.answers import Answer, answer, hand_back
from cogs.choosing import category_id_of
from cogs.door import Door
from cogs.language import button, hint, mark_button, title
from cogs.typed import flat, shortened, to_copy
from cogs.views import reply_ids
from cogs.views.buttons import DeskButton, row, rows
from cogs.views.forms import Form, FormItem, Values, form, long_text, short_text, text_in
from cogs.views.pickers import pick_one
from cogs.views.selects import DeskSelect
from desk import canned
from desk.actor import Actor
from desk.canned import ReplyDraft
from desk.models import CannedReply, Category
from desk.store import Tx
from desk.text import CANNED_NAME, CATEGORY_NAME, REPLY

ON_A_PAGE = 25
EVERYWHERE = "0"
CATEGORIES_TO_PICK = 24
"""As many as a select holds beside the choice of all."""

LABELS: Mapping[str, str] = {
    "page": mark_button("Back"),
    "add": mark_button("Add"),
    "edit": mark_button("Edit"),
    "delete": mark_button("Delete"),
    "really": mark_button("Delete for good"),
}


@dataclass(frozen=True, slots=True)
class Shelf:
    """The ready replies of a guild, and its categories by id: those in use, and those that a reply still names."""

    kept: Sequence[CannedReply]
    categories: Mapping[int, Category]

    def category(self, reply: CannedReply) -> Category | None:
        """The category of the reply, None for all."""
        return None if reply.category_id is None else self.categories.get(reply.category_id)


def shelf(tx: Tx, actor: Actor) -> Shelf:
    """All ready replies with their categories. Raises Forbidden."""
    kept = canned.kept(tx, actor)
    found = {each.id: each for each in tx.categories.live(actor.guild_id)}
    for reply in kept:
        gone = None if reply.category_id is None else tx.categories.get(actor.guild_id, reply.category_id)
        if gone is not None:
            found.setdefault(gone.id, gone)
    return Shelf(kept, found)


def list_answer(shown: Shelf, page: int = 0, said: str | None = None) -> Answer:
    """That page of the list, to choose from; `said` stands above it."""
    pages = max(1, -(-len(shown.kept) // ON_A_PAGE))
    page = min(page, pages - 1)
    part = shown.kept[page * ON_A_PAGE : (page + 1) * ON_A_PAGE]
    lines = [words.replies.row(each, shown.category(each)) for each in part]
    embed = discord.Embed(
        title=words.replies.listed(len(shown.kept)), description="\n".join(lines) or words.replies.none_yet()
    )
    buttons = [_button("add", 0)]
    if pages > 1:
        embed.set_footer(text=words.shared.page_of(page, pages))
    if page:
        buttons.append(_button("page", page - 1))
    if page + 1 < pages:
        buttons.append(KeepButton(reply_ids.keep("page", page + 1), button("Next")))
    if not part:
        return Answer(said, embed=embed, view=row(*buttons))
    options = [
        discord.SelectOption(
            label=shortened(each.name, 100), value=str(each.id), description=shortened(flat(each.content), 100)
        )
        for each in part
    ]
    select = PickSelect(reply_ids.pick(page), hint("Choose one to read or change"), options)
    view = row(select)
    for each in buttons:
        view.add_item(each)
    return Answer(said, embed=embed, view=view)


def _one_answer(shown: Shelf, reply: CannedReply, said: str | None = None) -> Answer:
    embed = discord.Embed(title=flat(reply.name), description=to_copy(reply.content))
    embed.set_footer(text=flat(words.replies.where(shown.category(reply))))
    return Answer(
        said, embed=embed, view=rows([_button("edit", reply.id), _button("delete", reply.id), _button("page", 0)])
    )


def _button(act: str, number: int) -> "KeepButton":
    return KeepButton(reply_ids.keep(act, number), button(LABELS[act]))


class KeepButton(DeskButton, template=reply_ids.KEEP):
    """Turns a page of the screen, opens the form, or deletes one after a question."""

    label = mark_button("Change")

    async def act(self, interaction: discord.Interaction, door: Door) -> None:
        """Do what its custom_id says."""
        act, number = self.match[1], self.subject(2)
        if act in {"add", "edit"}:
            shown = await door.store.read(shelf, door.identify(interaction))
            found = await door.store.read(canned.one_kept, door.identify(interaction), number) if number else None
            await interaction.response.send_modal(_form(shown, found))
            return
        actor = await door.turn(interaction)
        if act == "page":
            await answer(interaction, list_answer(await door.store.read(shelf, actor), number))
        elif act == "delete":
            found = await door.store.read(canned.one_kept, actor, number)
            buttons = row(_button("really", number), _button("page", 0))
            await answer(interaction, Answer(words.replies.ask_delete(found), view=buttons))
        else:
            gone = await door.store.write(canned.remove, actor, number)
            said = words.replies.deleted(gone)
            await answer(interaction, list_answer(await door.store.read(shelf, actor), said=said))


class PickSelect(DeskSelect, template=reply_ids.PICK):
    """Chooses one to be shown."""

    async def act(self, interaction: discord.Interaction, door: Door, chosen: str) -> None:
        """Show it in place of the list."""
        actor = await door.turn(interaction)
        found = await door.store.read(canned.one_kept, actor, int(chosen))
        await answer(interaction, _one_answer(await door.store.read(shelf, actor), found))


def _form(shown: Shelf, reply: CannedReply | None) -> discord.ui.Modal:
    text = long_text("content", title("Text"), reply.content if reply else "", max_length=REPLY[1])
    text.description = hint("Filled in: {names}", names=words.replies.variables())
    return form(
        reply_ids.keep_form(reply.id if reply else 0),
        title("A ready reply"),
        short_text("name", title("Name"), reply.name if reply else "", max_length=CANNED_NAME[1]),
        _category_part(shown, reply),
        text,
    )


def _category_part(shown: Shelf, reply: CannedReply | None) -> FormItem:
    """One of the categories or all: chosen, or typed where they are more than a select holds."""
    own = shown.category(reply) if reply else None
    offered = [each for each in shown.categories.values() if each.deleted_at is None or each == own]
    if len(offered) > CATEGORIES_TO_PICK:
        name = own.name if own else ""
        about = hint("The name of a category; empty for all")
        return short_text(
            "category", title("Category"), name, required=False, max_length=CATEGORY_NAME[1], placeholder=about
        )
    ways = {EVERYWHERE: button(words.replies.EVERYWHERE)} | {
        str(each.id): shortened(each.name, 100) for each in offered
    }
    return pick_one("category", title("Category"), ways, str(own.id) if own else EVERYWHERE)


def _keep(tx: Tx, actor: Actor, reply_id: int, values: Mapping[str, str]) -> CannedReply:
    """Make the reply, or change it, as it was filled in. Raises as `add` and `edit` do."""
    typed = values["category"].strip()
    before = canned.one_kept(tx, actor, reply_id) if reply_id else None
    if before is not None and typed == str(before.category_id):
        category_id = before.category_id
    else:
        category_id = None if typed in {"", EVERYWHERE} else category_id_of(tx, actor, typed)
    draft = ReplyDraft(values["name"], values["content"], category_id)
    return canned.edit(tx, actor, reply_id, draft) if reply_id else canned.add(tx, actor, draft)


async def _save(interaction: discord.Interaction, door: Door, match: re.Match[str], values: Values) -> None:
    typed = {part: text_in(values, part) for part in ("name", "category", "content")}
    hand_back(interaction, typed["content"])
    actor = await door.turn(interaction)
    saved = await door.store.write(_keep, actor, int(match[1]), typed)
    await answer(interaction, _one_answer(await door.store.read(shelf, actor), saved, words.replies.saved()))


KEEP_FORM = Form(reply_ids.KEEP_FORM, _save)
