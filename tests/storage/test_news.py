"""Who waits for news of the store is woken by what is new, and not by what the desk writes down for itself alone."""

import asyncio
from pathlib import Path

from desk import outbox
from desk.actor import Via
from desk.errors import StoreFull
from desk.events import EventType
from desk.exchange import NewEvent
from desk.store import Tx
from storage.desk_store import open_desk
from storage.tx import SqlTx

AT = "2026-01-01T00:00:00.000Z"


def happen(tx: Tx) -> int:
    """Something that is to be shown."""
    return tx.events.append(NewEvent(1, EventType.GUILD_CHANGED, None, Via.REST, AT, "test", lane="guild:1"))


def show_and_happen(tx: Tx, seq: int) -> None:
    """Both at once."""
    outbox.delivered(tx, seq)
    happen(tx)


async def test_what_is_new_wakes_also_when_its_group_of_writes_was_lost(tmp_path: Path) -> None:
    def lose(tx: Tx) -> None:
        assert isinstance(tx, SqlTx)
        tx._db.execute("ROLLBACK")
        raise StoreFull

    woken: list[int] = []
    async with open_desk(tmp_path / "desk.db") as store:
        store.subscribe(lambda: woken.append(1))
        # All three wait together; each is then written alone, and the last of them has no news.
        seq, lost, _ = await asyncio.gather(
            store.write(happen), store.write(lose), store.write(lambda tx: tx.guilds.get(1)), return_exceptions=True
        )
        assert isinstance(lost, StoreFull)
        assert await store.read(lambda tx: tx.events.last(1)) == seq
        assert len(woken) == 1
        await store.write(lambda tx: tx.guilds.get(1))
        assert len(woken) == 1, "what was told already woke somebody again"


async def test_only_what_is_new_wakes_those_who_wait(tmp_path: Path) -> None:
    woken: list[int] = []
    async with open_desk(tmp_path / "desk.db") as store:
        store.subscribe(lambda: woken.append(1))
        seq = await store.write(happen)
        assert len(woken) == 1
        await store.write(outbox.delivered, seq)
        await store.write(lambda tx: tx.people.see_joined(1, 2, AT))
        await store.write(lambda tx: tx.guilds.set_logged(1, seq, seq))
        await store.write(lambda tx: tx.guilds.get(1))
        assert len(woken) == 1, "what is remembered for oneself, or changes nothing, woke somebody"
        await store.write(show_and_happen, seq)
        assert len(woken) == 2
        await store.write(outbox.postponed, seq, AT, "Discord is away")
        assert len(woken) == 3, "work that is due again must be looked at"
