"""A server moves to another desk by export and import: Discord notices nothing, and all goes on where it was."""

import asyncio
from pathlib import Path

from desk import audit, closing, links, messages, people, rating, tags, tickets
from storage.desk_store import open_desk
from storage.export.reading import import_into
from storage.export.writing import export
from tests.relay.test_log import told
from tests.relay.world import World


async def lived(world: World) -> int:
    """A history in which most of what can happen to a ticket has happened, and the channel of the log."""
    channel = world.guild.create_text_channel("log")
    await world.simulated.settle()
    await world.store.write(audit.set_log_channel, world.actor("manager"), channel.id)
    await world.panel(world.hall)
    first, second = await world.open_ticket("First", by="owner"), await world.open_ticket("Second", by="outsider")
    staff = world.actor("responder")
    await world.members["owner"].send(world.thread(first), "Still burning.")
    await world.reply(first, "Try water.")
    for use_case, *arguments in (
        (tickets.claim,),
        (messages.note, "The fuse, as ever."),
        (tags.tag, ["fire", "büro"]),
        (links.link, second.id),
        (people.add_person, world.members["outsider"].id),
        (closing.plan, "3d"),
    ):
        await world.store.write(use_case, staff, first.id, *arguments)
    await world.store.write(tickets.close, world.actor("outsider"), second.id)
    await world.store.write(rating.rate, world.actor("outsider"), second.id, 4, "Thanks")
    await world.store.write(tickets.delete, world.actor("manager"), (await world.open_ticket("Third")).id)
    await world.simulated.settle()
    return channel.id


async def test_a_server_that_was_imported_goes_on_and_nothing_is_drawn_anew(world: World, tmp_path: Path) -> None:
    log = await lived(world)
    first, second = sorted(await world.everything(), key=lambda it: it.number)
    # One thing is still to be shown when the export is made.
    await world.desk.relay.stop()
    await world.reply_unseen(first, "Or sand.")
    before = await world.detail(second.id)
    lines, at = told(world, log), "2027-02-01T00:00:00.000Z"
    old = world.store.path
    await asyncio.to_thread(export, old, tmp_path / "made.zip", at)
    (tmp_path / "new").mkdir()
    new = tmp_path / "new" / "desk.db"
    async with open_desk(new):
        pass
    await asyncio.to_thread(import_into, new, tmp_path / "made.zip")
    await asyncio.to_thread(export, new, tmp_path / "again.zip", at)
    assert (tmp_path / "again.zip").read_bytes() == (tmp_path / "made.zip").read_bytes()

    asked = len(world.simulated.requests)
    async with open_desk(new) as store:
        await world.die(store)
        changing = {(it.method, it.path) for it in world.simulated.requests[asked:] if it.method != "GET"}
        changing -= {(method, path) for method, path in changing if path.endswith("/commands")}
        # What was to be shown still, and its line in the log.
        assert changing == {("POST", f"/channels/{each}/messages") for each in (first.place.channel_id, log)}
        assert "Or sand." in world.said(first)[-1]
        assert await world.detail(second.id) == before
        assert len(told(world, log)) == len(lines) + 1
        assert (await world.open_ticket("Fourth")).number == 4
        await world.desk.relay.stop()
