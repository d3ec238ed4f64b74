"""A request that has passed the door, as a handler sees it, and the answers that handlers give."""

from collections.abc import AsyncIterable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Concatenate, Final, Generic, NoReturn, ParamSpec, TypeVar

from api.authentication import SignedIn
from api.envelope import Data, success
from api.origin import Origin
from desk.actor import Actor, Directory, Via, identify
from desk.answers import Once, once
from desk.attachments import NewFile
from desk.errors import FilesFull
from desk.exchange import Shows
from desk.outward import NOTHING_MORE, Allowed
from desk.store import Store, Tx
from desk.transcript import Transcriber

REPLAYED: Final = "Idempotency-Replayed"
"""The header of an answer that was given before."""

P = ParamSpec("P")
T = TypeVar("T")
QueryT = TypeVar("QueryT")
BodyT = TypeVar("BodyT")


@dataclass(frozen=True, slots=True)
class Pieces:
    """A body that is read while it is sent: of its `size` bytes `read` gives those from one up to before another."""

    size: int
    read: Callable[[int, int], AsyncIterable[bytes]]


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole body of an answer that did what was asked, and headers beyond those that all answers have.

    With `pieces` these are the body, all of it or what is asked for. `status` is another than the operation's own.
    """

    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    pieces: Pieces | None = None
    status: int | None = None


@dataclass(frozen=True, slots=True)
class IfMatch:
    """The entity tags of which one must be that of what is to be changed, as they were sent."""

    sent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Call(Generic[QueryT, BodyT]):
    """Who asks for what, checked for its form.

    `once` is there when the request carries an Idempotency-Key, `if_match` when it carries an If-Match, `session` when
    somebody asks who is signed in at a browser. `files` came with the body and are in the store, without a message.
    `receivers` tells where webhooks may send to. `no_room` is why its files are not in the store: it can only be a
    request that was answered before.
    """

    store: Store
    directory: Directory
    transcriber: Transcriber
    actor: Actor
    query: QueryT
    body: BodyT
    once: Once | None
    if_match: IfMatch | None
    session: SignedIn | None = None
    origin: Origin = field(default_factory=lambda: Origin("", public=False))
    files: tuple[NewFile, ...] = ()
    receivers: Allowed = NOTHING_MORE
    no_room: FilesFull | None = None

    def other(self, user_id: int) -> Actor | None:
        """Another member of the guild as they would act now, None when there is none. Raises RolesUnknown."""
        member = self.directory.member(self.actor.guild_id, user_id)
        if member is None:
            return None
        return identify(member, self.store.identities, via=Via.REST, at=self.actor.at, request_id=self.actor.request_id)

    async def once_only(
        self,
        shown: Callable[[T], Data],
        shows: Callable[[T], Shows],
        use_case: Callable[Concatenate[Tx, Actor, P], T],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Answer:
        """Write by `use_case` and answer with what it made or changed, as `shown`; once under an Idempotency-Key."""
        if self.no_room is not None:
            use_case = _refusing(self.no_room)
        if self.once is None:
            return answer(shown(await self.store.write(use_case, self.actor, *args, **kwargs)))
        answered = await self.store.write(
            once, self.actor, self.once, lambda made: success(shown(made)), shows, use_case, *args, **kwargs
        )
        return Answer(answered.answer, {REPLAYED: "true"} if answered.replayed else {})


def _refusing(error: FilesFull) -> Callable[..., Any]:
    def refuse(*_args: object, **_kwargs: object) -> NoReturn:
        raise error

    return refuse


def answer(data: Data, headers: Mapping[str, str] | None = None) -> Answer:
    """An answer with that under `data`."""
    return Answer(success(data), headers or {})
