"""Lists that are longer than one answer: the messages of a ticket, categories; each with buttons to turn."""

from collections.abc import Sequence

import discord

from cogs import words
from cogs.answers import Answer, answer
from cogs.door import Door
from cogs.language import button
from cogs.typed import room, shortened
from cogs.views import ids
from cogs.views.buttons import DeskButton, row
from cogs.views.transcript import transcript_button
from desk import categories, reading
from desk.actor import Actor
from desk.categories import CategoryList
from desk.messages import MessagePage, older_messages
from desk.models import Ticket
from desk.reading import TicketDetail
from desk.store import Tx

CATEGORIES_SHOWN = 8
MESSAGES_SHOWN = 10
ANSWERS_ROOM = 1500
"""What the answers to the form may take beside the messages: an embed holds 6000 in all."""

ROOM = 3400
"""Characters of a page of messages at most; a long head of the ticket leaves less of them."""

WHOLE_ROOM = 4050
"""Characters of head and messages together: with what stands between them, an embed's 4096."""


def messages_of(tx: Tx, actor: Actor, ticket_id: int, before: int | None) -> tuple[TicketDetail, MessagePage]:
    """The ticket and some of its messages, before that message or the newest, as the actor may see them."""
    page = older_messages(tx, actor, ticket_id, before, MESSAGES_SHOWN)
    return reading.show(tx, actor, ticket_id), page


def messages_answer(found: TicketDetail, page: MessagePage, before: int | None) -> Answer:
    """The ticket with as many of these messages, newest first chosen, as one answer has room for."""
    ticket = found.ticket
    facts = words.sorting.facts(ticket, found.participants, found.links)
    more = [*facts, *words.sorting.rating(ticket)] if found.with_rating else facts
    head = words.tickets.head(ticket, more)
    left = min(ROOM, WHOLE_ROOM - room(head))
    texts: list[str] = []
    shown = len(page.messages)
    for message in reversed(page.messages):
        text = words.messages.one(message, ROOM // 3)
        if texts and sum(map(room, texts)) + room(text) > left:
            break
        texts.insert(0, shortened(text, left))
        shown -= 1
    rest = MessagePage(page.messages[shown:], older=page.older or shown > 0)
    body = "\n\n".join([head, *texts])
    embed = discord.Embed(title=words.messages.title(ticket), description=body)
    for label, said in words.forms.answers(ticket.fields, ANSWERS_ROOM):
        embed.add_field(name=label, value=said, inline=False)
    embed.set_footer(text=words.messages.left_out(rest))
    return Answer(embed=embed, view=row(*_message_buttons(ticket, rest, before)))


def _message_buttons(ticket: Ticket, page: MessagePage, before: int | None) -> Sequence[DeskButton]:
    older = page.older and MessagePageButton(ids.message_page(ticket.id, page.messages[0].id), button("Older"))
    whole = transcript_button(ticket)
    newest = before and MessagePageButton(ids.message_page(ticket.id, None), button("Newest"))
    return [each for each in (older, newest, whole) if isinstance(each, DeskButton)]


class MessagePageButton(DeskButton, template=ids.MESSAGE_PAGE):
    """Shows older messages of a ticket, or the newest again."""

    async def act(self, interaction: discord.Interaction, door: Door) -> None:
        """Put those messages in place of the ones shown."""
        actor = await door.turn(interaction)
        before = self.subject(2) or None
        found, page = await door.store.read(messages_of, actor, self.subject(), before)
        await answer(interaction, messages_answer(found, page, before))


def categories_answer(shown: CategoryList, number: int = 0) -> Answer:
    """The `number`-th page of the categories."""
    if not shown.categories:
        return Answer(words.categories.none_yet())
    part = shown.categories[number * CATEGORIES_SHOWN : (number + 1) * CATEGORIES_SHOWN]
    more = len(shown.categories) > (number + 1) * CATEGORIES_SHOWN
    pages = -(-len(shown.categories) // CATEGORIES_SHOWN)
    embed = discord.Embed(
        title=words.categories.listed(len(shown.categories)),
        description="\n".join(words.categories.row(each, with_roles=shown.with_roles) for each in part),
    )
    embed.set_footer(text=words.shared.page_of(number, pages))
    back = CategoryPageButton(ids.category_page(number - 1), button("Back")) if number else None
    on = CategoryPageButton(ids.category_page(number + 1), button("Next")) if more else None
    return Answer(embed=embed, view=row(*filter(None, (back, on))))


class CategoryPageButton(DeskButton, template=ids.CATEGORY_PAGE):
    """Turns to another page of the list of categories."""

    async def act(self, interaction: discord.Interaction, door: Door) -> None:
        """Put that page in place of the one shown."""
        actor = await door.turn(interaction)
        shown = await door.store.read(categories.list_categories, actor)
        await answer(interaction, categories_answer(shown, self.subject()))
