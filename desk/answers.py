"""Once and only once: a use case under an Idempotency-Key, its first answer kept in the transaction of its effect."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Concatenate, ParamSpec, TypeVar

from desk.actor import Actor
from desk.asking import look
from desk.categories import may_edit
from desk.clock import parse_rfc3339, rfc3339
from desk.errors import KeyReused
from desk.exchange import Shows, StoredAnswer
from desk.messages import seen
from desk.store import Tx
from desk.webhooks import get as get_webhook

KEPT = timedelta(hours=24)
"""How long an answer is kept; published in the API's documentation."""

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Once:
    """One request that may come again: its key, the operation it was sent to, and a hash of what it asked."""

    key: str
    operation: str
    fingerprint: bytes


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer as bytes; `replayed` tells that it was given before."""

    answer: bytes
    replayed: bool


def once(
    tx: Tx,
    actor: Actor,
    request: Once,
    render: Callable[[T], bytes],
    shows: Callable[[T], Shows],
    use_case: Callable[Concatenate[Tx, Actor, P], T],
    /,
    *args: P.args,
    **kwargs: P.kwargs,
) -> Answered:
    """Run the use case, or give its first answer again if the actor may still see what it shows.

    Only answers with an effect are kept: what the use case raises is raised anew each time. Raises KeyReused when the
    key came with another request, NotFound when what it made is gone or hidden from the actor by now, MissingGrant when
    they may not define categories or keep webhooks any more.
    """
    caller, oldest = _caller(actor, request), _oldest(actor)
    stored = tx.answers.get(caller, request.key, oldest)
    if stored is not None:
        if stored.fingerprint != request.fingerprint:
            raise KeyReused
        _demand_sight(tx, actor, stored.shows)
        return Answered(stored.answer, replayed=True)
    result = use_case(tx, actor, *args, **kwargs)
    answer = render(result)
    tx.answers.put(caller, request.key, actor.at, StoredAnswer(request.fingerprint, answer, shows(result)))
    tx.answers.forget(oldest)
    return Answered(answer, replayed=False)


def seen_before(tx: Tx, actor: Actor, request: Once) -> bool:
    """Whether the request came before; it has by now. For one that is many writes, each of which is kept by itself.

    Raises KeyReused when the key came with another request.
    """
    caller, oldest = _caller(actor, request), _oldest(actor)
    stored = tx.answers.get(caller, request.key, oldest)
    if stored is not None and stored.fingerprint != request.fingerprint:
        raise KeyReused
    if stored is None:
        tx.answers.put(caller, request.key, actor.at, StoredAnswer(request.fingerprint, b"", Shows()))
        tx.answers.forget(oldest)
    return stored is not None


def _caller(actor: Actor, request: Once) -> str:
    return f"{actor.guild_id}:{actor.user_id}:{request.operation}"


def _oldest(actor: Actor) -> str:
    """Since when answers are kept, as of now."""
    return rfc3339(parse_rfc3339(actor.at) - KEPT)


def _demand_sight(tx: Tx, actor: Actor, shows: Shows) -> None:
    if shows.ticket_id is not None:
        look(tx, actor, shows.ticket_id)
    if shows.message_id is not None:
        seen(tx, actor, shows.message_id)
    if shows.category_id is not None:
        may_edit(tx, actor, shows.category_id)
    if shows.webhook_id is not None:
        get_webhook(tx, actor, shows.webhook_id)
