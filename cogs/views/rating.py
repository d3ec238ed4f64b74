"""What the owner says of a closed ticket: stars at one tap, and a comment for whoever wants to say more."""

import re

import discord

from cogs import words
from cogs.answers import Answer, answer
from cogs.door import Door
from cogs.language import mark_button, title
from cogs.views import ids
from cogs.views.buttons import DeskButton, row
from cogs.views.forms import Form, Values, form, long_text, text_in
from desk import rating
from desk.models import Ticket
from desk.text import RATING_COMMENT

STARS = 5


class StarButton(DeskButton, template=ids.STARS):
    """Gives the ticket so many stars."""

    async def act(self, interaction: discord.Interaction, door: Door) -> None:
        """Rate it, and offer the form for a comment."""
        actor = await door.enter(interaction)
        await answer(interaction, rated(await door.store.write(rating.rate, actor, self.subject(), self.subject(2))))


class CommentButton(DeskButton, template=ids.COMMENT):
    """Asks for more than stars."""

    label = mark_button("Add a comment")

    async def act(self, interaction: discord.Interaction, door: Door) -> None:
        """Show the form with the comment that is there, to whom it is."""
        ticket = await door.store.read(rating.may_rate, door.identify(interaction), self.subject())
        text = long_text(
            "comment", title("Comment"), ticket.rating_comment or "", required=False, max_length=RATING_COMMENT[1]
        )
        await interaction.response.send_modal(form(ids.comment_form(ticket.id), title("How did we do?"), text))


async def _keep_comment(interaction: discord.Interaction, door: Door, match: re.Match[str], values: Values) -> None:
    actor = await door.enter(interaction)
    await door.store.write(rating.comment, actor, int(match[1]), text_in(values, "comment"))
    await answer(interaction, words.sorting.comment_kept())


COMMENT_FORM = Form(ids.COMMENT_FORM, _keep_comment)


def rating_buttons(ticket: Ticket) -> tuple[DeskButton, ...]:
    """One button for each number of stars."""
    return tuple(StarButton(ids.stars(ticket.id, count), f"{count} ★") for count in range(1, STARS + 1))


def rated(ticket: Ticket) -> Answer:
    """The answer after rating, with the form for a comment unless one was given."""
    view = None if ticket.rating_comment else row(CommentButton(ids.comment(ticket.id)))
    return Answer(words.sorting.rated(ticket), view=view)
