"""Work that many ask for at once is done once, never from before it was asked for."""

import asyncio

import pytest

from bot.relay.shared import Shared


class Look:
    """Something looked at: each look waits until it is let go, and answers how many there were."""

    def __init__(self) -> None:
        self.begun = 0
        self.let_go = asyncio.Event()

    async def __call__(self) -> int:
        self.begun += 1
        number = self.begun
        await self.let_go.wait()
        return number


async def turn() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_all_who_ask_before_it_begins_share_one_look_and_later_ones_the_next() -> None:
    shared, look = Shared(), Look()
    first = [asyncio.create_task(shared.once("it", look)) for _ in range(3)]
    await turn()
    later = [asyncio.create_task(shared.once("it", look)) for _ in range(3)]
    await turn()
    assert look.begun == 1
    look.let_go.set()
    assert await asyncio.gather(*first, *later) == [1, 1, 1, 2, 2, 2]


async def test_looks_of_other_names_wait_for_nothing_and_a_failure_is_told_to_all_who_shared_it() -> None:
    shared, look = Shared(), Look()

    async def fail() -> int:
        raise LookupError

    waiting = asyncio.create_task(shared.once("it", look))
    told = await asyncio.gather(*(shared.once("other", fail) for _ in range(2)), return_exceptions=True)
    assert [type(each) for each in told] == [LookupError, LookupError]
    assert not waiting.done()
    look.let_go.set()
    assert await waiting == 1


async def test_who_stops_waiting_ends_the_look_for_nobody_else() -> None:
    shared, look = Shared(), Look()
    gone, stays = (asyncio.create_task(shared.once("it", look)) for _ in range(2))
    await turn()
    gone.cancel()
    with pytest.raises(asyncio.CancelledError):
        await gone
    look.let_go.set()
    assert await stays == 1
