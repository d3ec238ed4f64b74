"""The commands of tickets: `/ticket …`."""

from typing import Literal

import discord
from discord import app_commands
from discord.ext import commands

from cogs import words
from cogs.answers import answer, hand_back
from cogs.choosing import categories_to_pick, category_id_if, category_to_open, on_ticket, open_in, tickets_to_pick
from cogs.door import Door
from cogs.members import MemberCommands
from cogs.notifying import NotifyCommands
from cogs.options import WHICH, Number, Reason, Text, Title
from cogs.people import PeopleCommands
from cogs.queue import QueueCommands
from cogs.sorting import SortingCommands
from cogs.views.filling import answer_handed_in
from cogs.views.lists import STATUSES, Listed, show_list
from cogs.views.opening import choice, plain_form, send_form
from cogs.views.pages import messages_answer, messages_of
from cogs.views.ticket import ask_delete, closed
from desk import closing, messages, tickets
from desk.models import Category, Status


@app_commands.guild_only()
class TicketCog(
    QueueCommands,
    SortingCommands,
    PeopleCommands,
    MemberCommands,
    NotifyCommands,
    commands.GroupCog,
    group_name="ticket",
    group_description="Open, read and work on tickets",
):
    """Open, read and work on tickets."""

    def __init__(self, door: Door) -> None:
        self.door = door
        super().__init__()

    @app_commands.command(name="open", description="Open a ticket: only you and the staff see it")
    @app_commands.describe(
        category="What it is about; without it you choose from a list",
        title="In a few words; without it and a message you get a form",
        message="What you need",
    )
    @app_commands.autocomplete(category=categories_to_pick)
    async def open(
        self,
        interaction: discord.Interaction,
        category: str | None = None,
        title: Title | None = None,
        message: Text | None = None,
    ) -> None:
        """Open it at once when all is said, or ask for what is missing."""
        if category is not None and title is not None and message is not None:
            hand_back(interaction, title, message)
            actor = await self.door.enter(interaction)
            done = await self.door.store.write(open_in, actor, category, title, message, str(interaction.id))
            await answer_handed_in(interaction, self.door, done)
            return
        typed = [text for text in (title, message) if text]
        found = await self.door.store.read(category_to_open, self.door.identify(interaction), category)
        if not isinstance(found, Category):
            await answer(interaction, choice(found, typed))
        elif typed and not found.settings.form:
            form = plain_form(found, str(interaction.id), title or "", message or "")
            await interaction.response.send_modal(form)
        else:
            await send_form(interaction, found)

    @app_commands.command(name="list", description="List your tickets, open and closed")
    @app_commands.describe(
        status="Open ones, closed ones or all (without it)",
        whose="Your own (without it), or all that you see",
        category="Only this category",
    )
    @app_commands.autocomplete(category=categories_to_pick)
    async def list(
        self,
        interaction: discord.Interaction,
        status: Literal["open", "closed", "all"] = "all",
        whose: Literal["mine", "all"] = "mine",
        category: str | None = None,
    ) -> None:
        """Show the first page."""
        actor = await self.door.enter(interaction)
        category_id = await self.door.store.read(category_id_if, actor, category)
        await show_list(interaction, self.door, actor, Listed(STATUSES[status], whose == "mine", category_id), 0)

    @app_commands.command(name="show", description="Show a ticket with its messages")
    @app_commands.describe(ticket=WHICH)
    @app_commands.autocomplete(ticket=tickets_to_pick())
    async def show(self, interaction: discord.Interaction, ticket: Number | None = None) -> None:
        """Show the newest messages; staff see the notes among them."""
        actor = await self.door.enter(interaction)
        found, page = await self.door.store.read(on_ticket, actor, ticket, interaction.channel_id, messages_of, None)
        await answer(interaction, messages_answer(found, page, None))

    @app_commands.command(name="reply", description="Reply in a ticket")
    @app_commands.describe(message="What you reply; everybody in the ticket reads it", ticket=WHICH)
    @app_commands.autocomplete(ticket=tickets_to_pick(Status.OPEN))
    async def reply(self, interaction: discord.Interaction, message: Text, ticket: Number | None = None) -> None:
        """Reply; the ticket's thread shows it."""
        hand_back(interaction, message)
        actor = await self.door.enter(interaction)
        await self.door.store.write(on_ticket, actor, ticket, interaction.channel_id, messages.reply, message)
        await answer(interaction, words.messages.replied())

    @app_commands.command(name="note", description="Write a note that only staff sees")
    @app_commands.describe(message="What staff is to know; the ticket's owner never sees it", ticket=WHICH)
    @app_commands.autocomplete(ticket=tickets_to_pick())
    async def note(self, interaction: discord.Interaction, message: Text, ticket: Number | None = None) -> None:
        """Keep it; it stands in `/ticket show`, never in the thread."""
        hand_back(interaction, message)
        actor = await self.door.enter(interaction)
        await self.door.store.write(on_ticket, actor, ticket, interaction.channel_id, messages.note, message)
        await answer(interaction, words.messages.noted())

    @app_commands.command(name="claim", description="Make a ticket yours to work on")
    @app_commands.describe(ticket=WHICH)
    @app_commands.autocomplete(ticket=tickets_to_pick(Status.OPEN))
    async def claim(self, interaction: discord.Interaction, ticket: Number | None = None) -> None:
        """Claim it."""
        actor = await self.door.enter(interaction)
        done = await self.door.store.write(on_ticket, actor, ticket, interaction.channel_id, tickets.claim)
        await answer(interaction, words.tickets.claimed(done))

    @app_commands.command(name="release", description="Give back the claim of a ticket")
    @app_commands.describe(ticket=WHICH)
    @app_commands.autocomplete(ticket=tickets_to_pick(Status.OPEN))
    async def release(self, interaction: discord.Interaction, ticket: Number | None = None) -> None:
        """Give the own claim back; who manages tickets clears anybody's."""
        actor = await self.door.enter(interaction)
        done = await self.door.store.write(on_ticket, actor, ticket, interaction.channel_id, tickets.release)
        await answer(interaction, words.tickets.released(done))

    @app_commands.command(name="close", description="Close a ticket")
    @app_commands.describe(
        reason="Why; you can add it afterwards, too",
        after="Only after that time, such as 4h or 2d, unless its member writes before",
        ask="Ask its owner whether it can be closed",
        ticket=WHICH,
    )
    @app_commands.autocomplete(ticket=tickets_to_pick(Status.OPEN))
    async def close(
        self,
        interaction: discord.Interaction,
        reason: Reason | None = None,
        after: app_commands.Range[str, 1, 20] | None = None,
        ask: Literal["owner"] | None = None,
        ticket: Number | None = None,
    ) -> None:
        """Close it now, later, or when its owner agrees."""
        hand_back(interaction, reason or "")
        actor, where = await self.door.enter(interaction), interaction.channel_id
        if ask is not None:
            await self.door.store.write(on_ticket, actor, ticket, where, closing.ask, reason)
            await answer(interaction, words.tickets.asked_to_close())
        elif after is not None:
            planned = await self.door.store.write(on_ticket, actor, ticket, where, closing.plan, after, reason)
            await answer(interaction, words.tickets.closes(planned))
        else:
            done = await self.door.store.write(on_ticket, actor, ticket, where, tickets.close, reason)
            await answer(interaction, closed(done, actor))

    @app_commands.command(name="reopen", description="Open a closed ticket again")
    @app_commands.describe(ticket=WHICH)
    @app_commands.autocomplete(ticket=tickets_to_pick(Status.CLOSED))
    async def reopen(self, interaction: discord.Interaction, ticket: Number | None = None) -> None:
        """Reopen it."""
        actor = await self.door.enter(interaction)
        done = await self.door.store.write(on_ticket, actor, ticket, interaction.channel_id, tickets.reopen)
        await answer(interaction, words.tickets.reopened(done))

    @app_commands.command(name="assign", description="Give a ticket to a responder, whoever has claimed it")
    @app_commands.describe(member="A responder of the ticket's category", ticket=WHICH)
    @app_commands.autocomplete(ticket=tickets_to_pick(Status.OPEN))
    async def assign(
        self, interaction: discord.Interaction, member: discord.Member, ticket: Number | None = None
    ) -> None:
        """Give it to them."""
        actor = await self.door.enter(interaction)
        assignee = self.door.actor(member, actor.request_id)
        where = interaction.channel_id
        done = await self.door.store.write(on_ticket, actor, ticket, where, tickets.assign, assignee)
        await answer(interaction, words.tickets.assigned(done))

    @app_commands.command(name="delete", description="Delete a ticket with all that is in it, for good")
    @app_commands.describe(ticket=WHICH)
    @app_commands.autocomplete(ticket=tickets_to_pick())
    async def delete(self, interaction: discord.Interaction, ticket: Number | None = None) -> None:
        """Ask before it is done."""
        actor = await self.door.enter(interaction)
        found = await self.door.store.read(on_ticket, actor, ticket, interaction.channel_id, tickets.may_delete)
        await answer(interaction, ask_delete(found))
