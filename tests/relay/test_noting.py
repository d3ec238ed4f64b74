"""Notes typed in a ticket's place are kept and taken out of it; in a log channel a sign says whether they are kept."""

from desk import audit
from desk.models import MessageKind, Ticket
from tests.relay.world import World


async def notes(world: World, ticket: Ticket) -> list[str]:
    """The notes of the ticket."""
    return [it.content for it in (await world.detail(ticket.id)).messages if it.kind is MessageKind.NOTE]


async def test_a_note_typed_in_the_thread_is_kept_and_stands_there_no_more(world: World) -> None:
    ticket = await world.open_ticket()
    before = await world.seen(ticket.id)
    await world.members["responder"].send(world.thread(ticket), "// An arsonist, I think.")
    await world.members["owner"].send(world.thread(ticket), "// Is this a note?")
    await world.simulated.settle()
    assert await notes(world, ticket) == ["An arsonist, I think."]
    assert world.said(ticket) == ["// Is this a note?"]
    assert (await world.seen(ticket.id)).version == before.version + 1
    await world.restart()
    assert await notes(world, ticket) == ["An arsonist, I think."]


async def test_a_note_typed_while_the_desk_was_away_is_kept_once_and_taken_out(world: World) -> None:
    ticket = await world.open_ticket()
    async with world.away():
        await world.members["responder"].send(world.thread(ticket), "// An arsonist, I think.")
        await world.members["owner"].send(world.thread(ticket), "Hello?")
    assert await notes(world, ticket) == ["An arsonist, I think."]
    assert world.said(ticket) == ["Hello?"]
    await world.restart()
    assert await notes(world, ticket) == ["An arsonist, I think."]


async def test_when_discord_fails_the_note_is_kept_and_taken_out_later(world: World) -> None:
    ticket = await world.open_ticket()
    world.simulated.refuse("DELETE", "/channels/*/messages/*", status=500, times=2)
    await world.members["responder"].send(world.thread(ticket), "// An arsonist, I think.")
    await world.simulated.settle()
    assert await notes(world, ticket) == ["An arsonist, I think."]
    assert world.said(ticket) == []


async def test_in_the_log_channel_a_number_makes_a_note_on_that_ticket(world: World) -> None:
    ticket = await world.open_ticket()
    log = world.guild.create_text_channel("log")
    await world.simulated.settle()
    await world.store.write(audit.set_log_channel, world.actor("manager"), log.id)
    kept = await world.members["responder"].send(log, "//1 An arsonist, I think.")
    refused = await world.members["elsewhere"].send(log, "//1 Nonsense")
    nowhere = await world.members["responder"].send(log, "//77 Hush")
    other = await world.members["responder"].send(log, "//soon")
    await world.simulated.settle()
    assert await notes(world, ticket) == ["An arsonist, I think."]
    signs = {it.id: [str(each.emoji) for each in it.reactions] for it in world.simulated.messages(log.id)}
    assert [signs[it.id] for it in (kept, refused, nowhere, other)] == [["✅"], ["❌"], ["❌"], []]
    assert world.said(ticket) == []


async def test_an_edit_into_a_note_takes_the_message_out_live_and_after_an_absence(world: World) -> None:
    ticket = await world.open_ticket()
    responder = world.members["responder"]
    first = await responder.send(world.thread(ticket), "He may be lying")
    await world.simulated.settle()
    await responder.edit(first, "// He may be lying")
    await world.simulated.settle()
    assert (await notes(world, ticket), world.said(ticket)) == (["He may be lying"], [])
    second = await responder.send(world.thread(ticket), "Ask his brother")
    await world.simulated.settle()
    async with world.away():
        await responder.edit(second, "// Ask his brother")
    assert (await notes(world, ticket), world.said(ticket)) == (["He may be lying", "Ask his brother"], [])
