"""What is posted about closed tickets in the text channel that is their archive."""

import discord
import pytest

from bot.demo.simulated import texts
from desk import merging, messages, tickets
from desk.models import Ticket
from tests.relay.in_channels import set_up
from tests.relay.test_log import told, write_into
from tests.relay.world import World


@pytest.fixture
async def archive(world: World) -> discord.TextChannel:
    """A channel that staff alone reads, as the archive of the category `open`."""
    made = world.guild.create_text_channel("archive")
    await world.simulated.settle()
    channel = world.simulated.bot.get_channel(made.id)
    assert isinstance(channel, discord.TextChannel)
    await channel.set_permissions(channel.guild.me, view_channel=True)
    await channel.set_permissions(channel.guild.default_role, view_channel=False)
    await set_up(world, archive_channel_id=made.id)
    return channel


async def close(world: World, ticket: Ticket) -> None:
    """Have staff close it."""
    await world.store.write(tickets.close, world.actor("responder"), ticket.id, "It went out.")
    await world.simulated.settle()


async def test_the_line_about_a_closed_ticket_has_its_transcript_without_notes(
    world: World, archive: discord.TextChannel
) -> None:
    ticket = await world.open_ticket()
    await world.reply(ticket, "Try water.")
    await world.store.write(messages.note, world.actor("responder"), ticket.id, "Known liar")
    await close(world, ticket)
    [told] = world.simulated.messages(archive.id)
    assert "Printer is on fire" in "".join(texts([told]))
    [file] = told.attachments
    assert file.filename == "ticket-0001.html"
    page = (await file.read()).decode()
    assert "Try water." in page
    assert "closed this ticket." in page
    assert "Known liar" not in page


async def test_where_everybody_reads_the_archive_no_transcript_is_posted(
    world: World, archive: discord.TextChannel
) -> None:
    """S02: what was said in private is not published by a setting."""
    await archive.set_permissions(archive.guild.default_role, view_channel=True)
    ticket = await world.open_ticket()
    await close(world, ticket)
    [told] = world.simulated.messages(archive.id)
    assert "Printer is on fire" in "".join(texts([told]))
    assert told.attachments == []


async def test_where_the_bot_may_attach_nothing_the_line_stands_alone(
    world: World, archive: discord.TextChannel
) -> None:
    await archive.set_permissions(archive.guild.me, view_channel=True, attach_files=False)
    ticket = await world.open_ticket()
    await close(world, ticket)
    [told] = world.simulated.messages(archive.id)
    assert told.attachments == []


async def test_a_duplicate_that_is_merged_is_listed_once_as_any_closed_ticket(
    world: World, archive: discord.TextChannel
) -> None:
    staff = world.actor("responder")
    duplicate, closed_before, target = [await world.open_ticket(each) for each in ("Twice", "Long closed", "Once")]
    await close(world, closed_before)
    for each in (duplicate, closed_before):
        await world.store.write(merging.merge, staff, each.id, target.id)
    await world.simulated.settle()
    listed = ["".join(texts([it])) for it in world.simulated.messages(archive.id)]
    assert [[title in it for title in ("Long closed", "Twice")] for it in listed] == [[True, False], [False, True]]


async def test_an_archive_that_is_deleted_is_forgotten_and_staff_reads_so(
    world: World, archive: discord.TextChannel
) -> None:
    log = await write_into(world)
    await world.simulated.delete_channel(archive.id)
    await world.simulated.settle()
    assert (
        told(world, log)[-1]
        == "The archive of category \u2068open\u2069 was deleted. Choose another: `/category edit`."
    )
    await set_up(world, archive_channel_id=archive.id)  # as if it had gone while nobody listened
    ticket = await world.open_ticket()
    await close(world, ticket)
    found = await world.store.read(lambda tx: tx.categories.live(world.guild.id))
    assert [each.settings.archive_channel_id for each in found] == [None, None]
    assert [line for line in told(world, log) if "archive" in line] == [told(world, log)[1]] * 2
    assert await world.set_aside() == []
