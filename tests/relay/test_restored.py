"""An old backup is put under a server that went on: Discord shows nothing twice, and no number comes again."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from desk import audit, catching_up, messages, tickets
from desk.clock import system_clock
from desk.models import PlaceState, Status
from desk.tickets import TicketDraft
from storage.backup import back_up
from storage.migrations import known_migrations
from storage.restoring import restore
from tests.relay.in_channels import let_be_channels
from tests.relay.test_log import told
from tests.relay.test_restart import Process, lives
from tests.relay.world import World

__all__ = ["lives"]

STEPS = known_migrations()


async def restored(world: World, process: Process, backup: Path) -> None:
    """The desk is stopped, the backup takes the store's place, and a desk begins on that."""
    path = world.store.path
    await world.desk.relay.stop()
    await process.end()
    await asyncio.to_thread(restore, backup, path, STEPS, system_clock)
    await world.die(await process.store())


def threads(world: World) -> list[tuple[str, bool]]:
    """The names of the tickets' threads, and whether they are locked."""
    return sorted((it.name, it.locked) for it in world.simulated.places() if it.kind == "private thread")


async def test_an_old_backup_under_a_server_that_went_on(lives: tuple[World, Process], tmp_path: Path) -> None:
    world, process = lives
    channel = world.guild.create_text_channel("log")
    known = await world.open_ticket("Known")
    await world.store.write(audit.set_log_channel, world.actor("manager"), channel.id)
    await world.simulated.settle()
    # What the backup has to show still has been shown by the time it is restored.
    draft = TicketDraft(world.category_ids["open"], "Waiting", "Please help.")
    waiting = await world.store.write(tickets.open_ticket, world.actor("owner"), draft)
    await world.store.write(messages.reply, world.actor("responder"), known.id, "In the backup.")
    back_up(world.store.path, tmp_path / "backup.db")
    await world.simulated.settle()
    await world.members["owner"].send(world.thread(known), "Said in Discord since.")
    await world.store.write(tickets.close, world.actor("owner"), known.id)
    await world.open_ticket("Opened since")
    lines, pinged = told(world, channel.id), world.pinged()
    assert threads(world) == [("0001 · Known", True), ("0002 · Waiting", False), ("0003 · Opened since", False)]

    await restored(world, process, tmp_path / "backup.db")

    known, waiting = await world.seen(known.id), await world.seen(waiting.id)
    assert (known.status, waiting.place.state) == (Status.OPEN, PlaceState.MADE)
    assert threads(world) == [("0001 · Known", False), ("0002 · Waiting", False), ("0003 · Opened since", False)]
    assert "Closed" not in world.card_text(known)
    assert [text.split("\n")[-1] for text in world.said(known)][:2] == ["> In the backup.", "Said in Discord since."]
    assert len(world.said(known)) == 3
    assert world.said(waiting) == []
    kept = [each.content for each in (await world.detail(known.id)).messages]
    assert kept[-2:] == ["In the backup.", "Said in Discord since."]
    assert (told(world, channel.id), world.pinged()) == (lines, pinged)
    assert (await world.open_ticket("After")).number == 4
    assert len(threads(world)) == 4


async def test_a_number_that_comes_again_costs_no_thread_of_another_ticket(lives: tuple[World, Process]) -> None:
    """The store was lost without a backup of its last tickets, and their numbers are given again."""
    world, process = lives
    lost = await world.open_ticket("Lost")
    await world.members["owner"].send(world.thread(lost), "Nobody shall delete this.")
    await world.open_ticket("Lost, too")
    path = world.store.path
    await process.end()
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE ticket SET number = number + 100")
        db.execute("UPDATE guild SET last_number = 0")
    await world.die(await process.store())
    await world.open_ticket("New")
    await world.open_ticket("Another")
    names = [name for name, _ in threads(world)]
    assert names == ["0001 · Lost", "0001 · New", "0002 · Another", "0002 · Lost, too"]


@pytest.mark.parametrize("style", ["thread", "channel"])
async def test_where_the_store_was_lost_numbers_go_on_behind_those_that_discord_shows(
    lives: tuple[World, Process], tmp_path: Path, style: str
) -> None:
    """No store can tell them any more, and more were given than a restore passes over."""
    world, process = lives
    if style == "channel":
        await let_be_channels(world)
    await world.open_ticket("Known")
    back_up(world.store.path, tmp_path / "backup.db")
    await world.store.write(lambda tx: tx.guilds.numbers_seen(world.guild.id, 5000))
    assert (await world.open_ticket("Opened since")).number == 5001
    await world.desk.relay.stop()
    await process.end()
    for each in world.store.path.parent.glob("desk.db*"):
        each.unlink()
    assert not (await asyncio.to_thread(restore, tmp_path / "backup.db", world.store.path, STEPS, system_clock)).kept
    await world.die(await process.store())
    assert (await world.open_ticket("After")).number == 5002
    assert await world.store.read(catching_up.numbers_unsure_since, world.guild.id) is None
