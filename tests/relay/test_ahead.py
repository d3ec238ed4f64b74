"""A long backlog is read now and then and not for each event; what is new waits no longer than to the next reading."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.relay.ahead import READ_AT_ONCE, SHARE, Ahead
from desk.actor import Via
from desk.events import EventType
from desk.exchange import NewEvent
from desk.store import Tx
from storage.desk_store import DeskStore, open_desk
from tests.stores import store_in

NOW, LATER = "2026-01-01T12:00:00.000Z", "9999"
A_SECOND = 1.0
FLOOD = 2 * READ_AT_ONCE


class Reading:
    """A store each reading of which takes a second, and the clock that says so."""

    def __init__(self, store: DeskStore) -> None:
        self._read = store.read
        self.times = 0
        self.seconds = 0.0
        store.read = self.read  # type: ignore[method-assign]  # the same, but counted

    async def read(self, *asked: Any, **more: Any) -> Any:
        self.times += 1
        self.seconds += A_SECOND
        return await self._read(*asked, **more)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[DeskStore]:
    async with open_desk(store_in(tmp_path)) as opened:
        await opened.write(flood)
        yield opened


def flood(tx: Tx) -> None:
    for number in range(FLOOD):
        add(tx, f"flood:{number:03d}", actor_id=1)


def add(tx: Tx, lane: str, actor_id: int) -> None:
    tx.events.append(NewEvent(1, EventType.PLACE_DUE, actor_id, Via.REST, NOW, "test", lane=lane))


async def test_what_was_read_is_used_up_before_it_is_read_again_unless_some_time_has_passed(store: DeskStore) -> None:
    reading = Reading(store)
    ahead = Ahead(store, lambda: reading.seconds)
    await ahead.look(LATER, [])
    [first] = ahead.take(1, [])
    await store.write(add, "other", actor_id=2)
    await ahead.look(LATER, [first.lane])
    assert (first.lane, reading.times) == ("flood:000", 1)
    assert [work.lane for work in ahead.take(2, [])] == ["flood:001", "flood:002"]
    reading.seconds += 5 * A_SECOND
    await ahead.look(LATER, [first.lane])
    assert [work.lane for work in ahead.take(2, [])] == ["other", "flood:001"]
    while ahead:
        assert ahead.take(FLOOD, [])
    await ahead.look(LATER, [])
    assert (bool(ahead), reading.times) == (True, 3)


async def test_one_who_acts_has_so_many_events_under_way_and_leaves_the_other_lanes_to_others(store: DeskStore) -> None:
    ahead = Ahead(store, lambda: 0.0)
    await ahead.look(LATER, [])
    under_way = ahead.take(SHARE - 1, [])
    [last] = ahead.take(FLOOD, under_way)
    assert ahead.take(FLOOD, [*under_way, last]) == []
    await store.write(add, "other", actor_id=2)
    ahead = Ahead(store, lambda: 0.0)
    await ahead.look(LATER, [work.lane for work in (*under_way, last)])
    assert [work.lane for work in ahead.take(FLOOD, [*under_way, last])] == ["other"]
