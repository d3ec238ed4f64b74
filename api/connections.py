"""How many connections one address, and all together, may hold; who comes beyond that waits a little for a place.

A program that sends many requests at once gets them all answered, one connection after the other; one that only holds
connections keeps its own share of them and no more.
"""

import asyncio
from collections import defaultdict, deque
from typing import Protocol

from api.addresses import trusted
from api.limits import Limits


class Held(Protocol):
    """A connection, as far as its place is concerned."""

    @property
    def idle_since(self) -> float | None:
        """Since when, in the loop's seconds, it has had its answers and asks nothing; None while it does not rest."""

    def begin(self) -> None:
        """It has a place."""

    def refuse(self) -> None:
        """It gets none: answer so, and close it."""

    def make_room(self) -> None:
        """Close it."""


class Gate:
    """Gives places to connections. Told of each that comes and each that goes."""

    def __init__(self, limits: Limits, loop: asyncio.AbstractEventLoop) -> None:
        self._limits = limits
        self._loop = loop
        self._inside: defaultdict[str, list[Held]] = defaultdict(list)
        self._waiting: defaultdict[str, deque[Held]] = defaultdict(deque)
        self._patience: dict[Held, asyncio.TimerHandle] = {}
        self._total = 0

    def enter(self, connection: Held, address: str) -> None:
        """Give it a place, let it wait for one, or refuse it."""
        if self._total >= self._limits.connections:
            connection.refuse()
            return
        self._total += 1
        if len(self._inside[address]) < self._room(address):
            self._inside[address].append(connection)
            connection.begin()
            return
        self._waiting[address].append(connection)
        self._patience[connection] = self._loop.call_later(
            self._limits.patience_seconds, self._give_up, connection, address
        )
        # What a client has sent by now over one that seems to rest may be on its way: it is not closed at once.
        self._loop.call_later(self._limits.spare_seconds, self._make_room, address)

    def leave(self, connection: Held, address: str) -> None:
        """It is closed; the first that waits takes its place."""
        inside, waiting = self._inside[address], self._waiting[address]
        if connection in inside:
            inside.remove(connection)
            self._total -= 1
            if waiting:
                following = waiting.popleft()
                self._patience.pop(following).cancel()
                inside.append(following)
                following.begin()
        elif connection in waiting:
            waiting.remove(connection)
            self._patience.pop(connection).cancel()
            self._total -= 1
        if not inside and not waiting:
            del self._inside[address], self._waiting[address]

    def crowded(self, address: str) -> bool:
        """Whether somebody waits for a place of this address, so that none is to be kept longer than needed."""
        return bool(self._waiting.get(address))

    def _make_room(self, address: str) -> None:
        """Close those that have rested for longest, as many as there are who wait."""
        latest = self._loop.time() - self._limits.spare_seconds
        resting = [(since, each) for each in self._inside.get(address, ()) if (since := each.idle_since) is not None]
        resting.sort(key=lambda it: it[0])
        for since, each in resting[: len(self._waiting.get(address, ()))]:
            if since <= latest:
                each.make_room()

    def _room(self, address: str) -> int:
        """How many connections may come from there: a trusted proxy holds those of all who come through it."""
        through = trusted(address, self._limits.proxies)
        return self._limits.connections if through else self._limits.connections_per_address

    def _give_up(self, connection: Held, address: str) -> None:
        self._waiting[address].remove(connection)
        del self._patience[connection]
        self._total -= 1
        connection.refuse()
