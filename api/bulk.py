"""The operation that changes many tickets: each change by itself, all or nothing, with an answer of its own."""

import asyncio
import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from api import representations
from api.call import REPLAYED, Answer, Call, answer
from api.changing import Wanted, prepared
from api.envelope import Data, error_of, success
from api.incoming import Nothing, validated
from api.requests import BulkBody, TicketChangeBody
from api.words import told
from desk import tickets
from desk.actor import Actor
from desk.answers import once, seen_before
from desk.exchange import Shows
from desk.models import Ticket
from desk.store import Tx

AT_ONCE: Final = 25
"""How many changes are handed to the store together; between these others have their turn."""

_log = logging.getLogger(__name__)


async def change_tickets(call: Call[Nothing, BulkBody]) -> Answer:
    """Do each change, in their order, and answer each as its own request would be."""
    if call.once is not None:
        await call.store.write(seen_before, call.actor, call.once)
    results: list[Data] = []
    kept: list[bool] = []
    for first, chunk in _chunks(call.body.changes):
        doing = (_change(call, number, given) for number, given in enumerate(chunk, first))
        done = await asyncio.gather(*doing, return_exceptions=True)
        results += [_refused(call, it) if isinstance(it, BaseException) else _done(it[0]) for it in done]
        kept += [it[1] for it in done if not isinstance(it, BaseException)]
    succeeded = sum(result["error"] is None for result in results)
    data = {"results": results, "succeeded": succeeded, "failed": len(results) - succeeded}
    # Of an attempt that was cut short the rest is done by the next one, whose answer is no old one then.
    return answer(data, {REPLAYED: "true"} if kept and all(kept) else None)


def _chunks(changes: Sequence[dict[str, Any]]) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """The changes in parts, with the number of the first of each: of one ticket there is one change in a part."""
    begun = 0
    for number in range(1, len(changes) + 1):
        chunk = changes[begun:number]
        following = changes[number].get("ticketId") if number < len(changes) else None
        full = len(chunk) == AT_ONCE or any(each.get("ticketId") == following for each in chunk)
        if full or number == len(changes):
            yield begun, list(chunk)
            begun = number


async def _change(call: Call[Nothing, BulkBody], number: int, given: dict[str, Any]) -> tuple[Data, bool]:
    """What stands under `data` once the change is done, and whether it had been done before.

    Under an Idempotency-Key it is done only once.
    """
    wanted = await prepared(call, validated(TicketChangeBody, given))
    if call.once is None:
        return _shown(await call.store.write(_update, call.actor, wanted)), False
    # A key has no blank in it, so no other request can come to the same.
    mine = replace(call.once, key=f"{call.once.key} {number}")
    done = await call.store.write(once, call.actor, mine, _rendered, _shows, _update, wanted)
    return json.loads(done.answer)["data"], done.replayed


def _update(tx: Tx, actor: Actor, wanted: Wanted) -> Ticket:
    return tickets.update(tx, actor, *wanted)


def _shown(ticket: Ticket) -> Data:
    return {"ticket": representations.ticket(ticket)}


def _rendered(ticket: Ticket) -> bytes:
    return success(_shown(ticket))


def _shows(ticket: Ticket) -> Shows:
    return Shows(ticket_id=ticket.id)


def _done(data: Data) -> Data:
    return {"status": 200, "data": data, "error": None}


def _refused(call: Call[Nothing, BulkBody], error: BaseException) -> Data:
    if not isinstance(error, Exception):
        raise error
    how = told(error)
    if how.status == 500:
        _log.error("one of many changes failed", exc_info=error)
    said = error_of(how.code, how.words(error), call.actor.request_id, how.fields(error))
    return {"status": how.status, "data": None, "error": said}
