"""One operation of the API: where it stands, what it takes and answers, and what its caller needs."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from api.call import Answer, Call
from api.incoming import Incoming
from desk.actor import Scope

Pace = Literal["opening", "long"]
"""What one member may do so often, by whatever keys and sessions: open tickets, or have much read at once."""

QueryT = TypeVar("QueryT", bound=Incoming)
BodyT = TypeVar("BodyT", bound=Incoming | None)


@dataclass(frozen=True, slots=True)
class Operation(Generic[QueryT, BodyT]):
    """One method of one path; `data` names the schemas of what stands under `data`, `body` is None if none is read.

    `scope` is None for what no API key may do, only who is signed in at a browser. `form` are the fields of a form with
    files that it takes in place of such a body, as multipart/form-data. `other_types` are the media types of what it
    can answer with in place of the envelope: whole documents, or a stream; without `data` it has no other answer.
    `rehearsed` tells that X-Dry-Run takes back all that it does, `rightless` that it asks for nobody's roles, so that
    who has left the guild can use it, `tagged` that what it shows can carry an ETag, `ranged` that a part of it can be
    asked for, and `guarded` that it heeds an If-Match with one of those. `reveals` tells that it has tickets shown
    elsewhere, so that a key needs tickets:read for it as well. `pace` is what else its calls are counted as, beside
    those of a key or session; with `paced_by` only those that have this parameter.
    """

    method: str
    path: str
    scope: Scope | None
    handler: Callable[[Call[QueryT, BodyT]], Awaitable[Answer]]
    query: type[QueryT]
    body: type[Incoming] | None
    data: tuple[str, ...]
    summary: str
    permissions: str
    status: int = 200
    form: type[Incoming] | None = None
    other_types: tuple[str, ...] = ()
    rehearsed: bool = True
    rightless: bool = False
    tagged: bool = False
    ranged: bool = False
    guarded: bool = False
    reveals: bool = False
    pace: Pace | None = None
    paced_by: str | None = None

    @property
    def repeatable(self) -> bool:
        """Whether it is known again by an Idempotency-Key.

        A DELETE finds nothing the second time, and a session acts in the same guild however often that is chosen.
        """
        return self.method == "POST" or (self.method == "PUT" and self.scope is not None)

    @property
    def name(self) -> str:
        """The operation as people write it."""
        return f"{self.method} {self.path}"
