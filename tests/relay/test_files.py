"""Files at both doors: what programs send stands in the place, what people attach there is kept by the desk."""

from collections.abc import Sequence
from typing import Any

import pytest

from bot.relay.fetching import bring_in
from desk import attachments, messages, places, tickets
from desk.attachments import NewFile, attached
from desk.errors import ShareFull
from desk.filing import FILE_AT_MOST, FILES_ROOM
from desk.models import Attachment, Message, MessageKind, Ticket
from desk.tickets import TicketDraft
from tests.relay.world import World

NAMES = ("fire.png", "fire.png", "Rechnung \N{EURO SIGN}.pdf")


async def bring(world: World, contents: Sequence[bytes]) -> tuple[Attachment, ...]:
    """Those files, here and without a message."""
    files = []
    for name, it in zip(NAMES, contents, strict=False):
        file_id = await world.store.write(attachments.begin, world.members["responder"].id, world.actor("responder").at)
        await world.store.write(attachments.add, file_id, it, first=True)
        files.append(NewFile(file_id, name, len(it), b""))
    return attached(files)


async def send(
    world: World, ticket: Ticket, contents: Sequence[bytes], content: str = "", *, note: bool = False
) -> Message:
    """A reply or a note of responder by REST with those files, not drawn yet."""
    write = messages.note if note else messages.reply
    files = await bring(world, contents)
    return await world.store.write(write, world.actor("responder"), ticket.id, content, files)


async def kept(world: World, message: Message) -> list[bytes | None]:
    """The files of the message as the desk has them."""
    now = await world.store.read(places.message, message.id)
    assert now is not None
    return [it.id and await world.store.read(attachments.whole, it.id) for it in now.attachments]  # type: ignore[misc] # None or bytes


async def posted(world: World, ticket: Ticket) -> list[tuple[str, bytes]]:
    """Names and contents of all files that the bot posted in the ticket's thread."""
    shown = world.simulated.messages(world.thread(ticket).id)
    http = world.desk.client.http
    return [(it.filename, await http.get_from_cdn(it.url)) for each in shown for it in each.attachments]


async def test_files_sent_through_the_api_stand_in_the_thread_with_their_words_once(world: World) -> None:
    """Also where two have one name, and where there are no words at all; a restart shows nothing twice."""
    ticket = await world.open_ticket()
    await send(world, ticket, [b"one", b"two", b"three"], "See here")
    await send(world, ticket, [b"alone"])
    await world.simulated.settle()
    await world.restart()
    expected = [("fire.png", b"one"), ("2_fire.png", b"two"), ("Rechnung_.pdf", b"three"), ("fire.png", b"alone")]
    assert await posted(world, ticket) == expected
    first, second = world.said(ticket)
    assert "responder" in first
    assert "See here" in first
    assert "responder" in second


@pytest.mark.parametrize("said", ["It burns, please help.", "\N{FIRE}" * 1900], ids=["in the card", "below it"])
async def test_files_that_came_with_a_tickets_opening_stand_below_its_card_and_go_with_the_message(
    world: World, said: str
) -> None:
    """Once, whatever is tried again; and nothing of what else stands there goes with it."""
    files = await bring(world, [b"one", b"two"])
    draft = TicketDraft(world.category_ids["open"], "Printer", said, files=files)
    world.simulated.refuse("POST", "/channels/*/messages", status=500, code=0, times=7)
    ticket = await world.store.write(tickets.open_ticket, world.actor("owner"), draft)
    await world.simulated.settle()
    await world.restart()
    ticket = await world.seen(ticket.id)
    assert await posted(world, ticket) == [("fire.png", b"one"), ("2_fire.png", b"two")]
    assert (said in world.card_text(ticket)) == (len(said) < 100)
    await send(world, ticket, [b"three"], "And this")
    await world.simulated.settle()
    opening = (await world.detail(ticket.id)).messages[0]
    await world.store.write(messages.delete_message, world.actor("owner"), ticket.id, opening.id)
    await world.simulated.settle()
    assert await posted(world, ticket) == [("fire.png", b"three")]
    assert ["And this" in it for it in world.said(ticket)] == [True]
    assert await world.set_aside() == []


async def test_the_files_of_notes_never_reach_the_thread(world: World) -> None:
    ticket = await world.open_ticket()
    message = await send(world, ticket, [b"proof"], "Look at this", note=True)
    await world.simulated.settle()
    assert await posted(world, ticket) == []
    assert await kept(world, message) == [b"proof"]


async def test_what_people_attach_in_discord_is_kept_by_the_desk(world: World) -> None:
    """C02: also what is forwarded; what is too large keeps its name."""
    ticket = await world.open_ticket()
    owner = world.members["owner"]
    await owner.send(world.thread(ticket), "See", attachments=[("fire.png", b"1234"), ("empty.txt", b"")])
    await owner.send(world.thread(ticket), "", attachments=[("big.bin", bytes(FILE_AT_MOST + 1))])
    original = await owner.send(world.hall, "There", attachments=[("page.png", b"123")])
    await owner.forward(original, world.thread(ticket))
    await owner.delete(original)
    await world.simulated.settle()
    *_, small, large, forwarded = (await world.detail(ticket.id)).messages
    assert await kept(world, small) == [b"1234", None]
    assert await kept(world, large) == [None]
    assert await kept(world, forwarded) == [b"123"]
    assert await world.set_aside() == []


async def test_a_note_typed_in_the_thread_keeps_its_file_though_it_goes_from_there(world: World) -> None:
    ticket = await world.open_ticket()
    await world.members["responder"].send(world.thread(ticket), "// He lies", attachments=[("proof.png", b"proof")])
    await world.simulated.settle()
    assert world.said(ticket) == []
    assert await kept(world, (await world.detail(ticket.id)).messages[-1]) == [b"proof"]


async def test_who_has_filled_their_share_keeps_their_files_in_discord_and_those_of_notes_here(world: World) -> None:
    """By whatever door: of others nothing is refused, and what goes from Discord is not lost."""
    ticket = await world.open_ticket()
    await send(world, ticket, [b"one"])
    await world.store.write(_fill_share)
    said = ("responder", "See"), ("responder", "// See"), ("owner", "See")
    for who, words in said:
        await world.members[who].send(world.thread(ticket), words, attachments=[("fire.png", b"1234")])
        await world.simulated.settle()
    assert [await kept(world, it) for it in (await world.detail(ticket.id)).messages[-3:]] == [[None], *[[b"1234"]] * 2]
    with pytest.raises(ShareFull):
        await send(world, ticket, [b"two"])


def _fill_share(tx: Any) -> None:
    """Let the file that there is be as large as all that one member gets."""
    tx._db.execute("UPDATE attachment SET size = ?", (FILES_ROOM.each,))


async def test_a_message_that_an_edit_makes_a_note_takes_its_files_along(world: World) -> None:
    ticket = await world.open_ticket()
    responder = world.members["responder"]
    said = await responder.send(world.thread(ticket), "He lies", attachments=[("proof.png", b"proof")])
    await world.simulated.settle()
    await responder.edit(said, "// He lies")
    await world.simulated.settle()
    note = (await world.detail(ticket.id)).messages[-1]
    assert (note.kind, await kept(world, note)) == (MessageKind.NOTE, [b"proof"])


async def test_where_discord_takes_no_such_files_their_names_are_shown(world: World) -> None:
    """Too large for this server, or files not allowed to the bot: the words are there, and nothing twice."""
    ticket = await world.open_ticket()
    for status, code in ((413, 40005), (403, 50013)):
        world.simulated.refuse("POST", "/channels/*/messages", status=status, code=code, times=1)
        await send(world, ticket, [b"one"], "See here")
        await world.simulated.settle()
    assert await posted(world, ticket) == []
    shown = world.said(ticket)
    assert [("See here" in it, "fire.png" in it) for it in shown] == [(True, False), (False, True)] * 2
    assert await world.set_aside() == []


async def test_nothing_is_fetched_from_anywhere_but_discord(world: World) -> None:
    ticket = await world.open_ticket()
    said = await world.reply(ticket, "Words")
    strange = ["https://evil.example/a", "file:///etc/passwd", "http://cdn.discordapp.com/a", "https://[", ""]
    await world.store.write(lambda tx: tx.attachments.seek(said.id, list(enumerate(strange))))
    await bring_in(world.desk.relay._stage, said.id)
    assert await world.store.read(attachments.sought, said.id) == []
    assert await world.store.read(lambda tx: tx.attachments.room()) == FILES_ROOM.whole
