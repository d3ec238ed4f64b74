"""One piece of work for all who ask for it before it begins: what many want at once is asked of Discord once."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar
from weakref import WeakValueDictionary

T = TypeVar("T")


class Shared:
    """Work by name, one at a time. Who asks while it is being done gets the next outcome, which is no older."""

    def __init__(self) -> None:
        self._coming: dict[str, asyncio.Task[Any]] = {}
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def once(self, name: str, work: Callable[[], Awaitable[T]]) -> T:
        """Do `work`, or have it done by who asked first; all hear what it answers or raises.

        The work of one name is the same whoever asks. Who is cancelled stops waiting and nothing else.
        """
        task = self._coming.get(name)
        if task is None:
            task = self._coming[name] = asyncio.get_running_loop().create_task(self._next(name, work), name=name)
        outcome: T = await asyncio.shield(task)
        return outcome

    async def _next(self, name: str, work: Callable[[], Awaitable[T]]) -> T:
        async with self._locks.setdefault(name, asyncio.Lock()):
            # Who asks from now on may know of something that this does not see any more.
            del self._coming[name]
            return await work()
