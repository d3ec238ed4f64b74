"""Those who opened a ticket and wait for its place, and what became of the last places."""

import asyncio
from collections import OrderedDict
from typing import Final

from desk.models import Place, PlaceState

PLACE_SECONDS: Final = 10.0
"""How long one who opened a ticket waits for its place."""

_PLACES_KEPT: Final = 1000


class Waiting:
    """Brings together who waits for a ticket's place and the news of it, whichever comes first."""

    def __init__(self) -> None:
        self._places: OrderedDict[int, Place] = OrderedDict()
        self._waiting: dict[int, set[asyncio.Future[Place]]] = {}

    async def wait_for_place(self, ticket_id: int, seconds: float = PLACE_SECONDS) -> Place:
        """The ticket's place once it is made or refused, or a pending one when that time has not been enough."""
        if ticket_id in self._places:
            return self._places[ticket_id]
        future: asyncio.Future[Place] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(ticket_id, set()).add(future)
        try:
            async with asyncio.timeout(seconds):
                return await future
        except TimeoutError:
            return Place(PlaceState.PENDING)
        finally:
            waiting = self._waiting.get(ticket_id, set())
            waiting.discard(future)
            if not waiting:
                self._waiting.pop(ticket_id, None)

    def decided(self, ticket_id: int, place: Place) -> None:
        """The place of that ticket is made or refused."""
        self._places[ticket_id] = place
        while len(self._places) > _PLACES_KEPT:
            self._places.popitem(last=False)
        for future in self._waiting.pop(ticket_id, ()):
            if not future.done():
                future.set_result(place)
