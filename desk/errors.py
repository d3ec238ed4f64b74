"""Every way in which the desk refuses or fails, as one small tree that carries data and never words.

DeskError
├── Forbidden                  the actor may see the thing and may not do this to it
│   ├── Blocked                the actor is blocked in this guild
│   └── MissingGrant           the act needs a grant that none of the actor's roles holds
├── NotFound                   it does not exist, or the actor may not know that it does
├── Invalid                    one or more fields cannot be taken as they are
├── Conflict                   it could be done, but not in the present state
│   ├── AlreadyClaimed         another responder holds the claim
│   ├── ClaimerAnswers         in this category only who holds the claim answers
│   ├── TicketClosed           the act needs an open ticket
│   ├── TicketOpen             the act needs a closed ticket
│   ├── ReopenOver             the owner may reopen no more: it was closed too long ago
│   ├── RatingFinal            the rating was given too long ago to be changed
│   ├── TicketLimit            the member has as many open tickets here as the category allows
│   └── StaleVersion           the ticket changed since the caller looked
├── TooSoon                    the category wants more time between two tickets of one member
├── FormChanged                the category's form is not the one that the actor saw
├── KeyReused                  an Idempotency-Key came again with another request
└── Unavailable                not the caller's fault; worth another try
    ├── RolesUnknown           Discord cannot be asked who holds which role
    ├── StoreBusy              another program holds the write lock of the store
    ├── StoreFull              the disk or the store has no room
    │   └── FilesFull          there is room, but for no more files
    │       └── ShareFull      of this member, that is
    ├── StoreFailed            the disk answered with an error; nothing of the act was kept
    ├── OutcomeUnknown         the disk failed while committing: done or not, nobody can say yet
    └── StoreClosed            the desk is stopping and takes no more work
"""

from dataclasses import dataclass, field


@dataclass(eq=False)
class DeskError(Exception):
    """The root: whatever the desk refuses or fails at. Each door turns it into words in one place."""


@dataclass(eq=False)
class Forbidden(DeskError):
    """The actor may know of the thing but lacks the right; `action` is the action of the permission table.

    `whose` is what one must be for it, empty when nobody may.
    """

    action: str
    whose: tuple[str, ...] = ()


@dataclass(eq=False)
class Blocked(Forbidden):
    """The actor is blocked; `until` is the RFC 3339 time at which it ends, or None when it is open-ended."""

    until: str | None = None


@dataclass(eq=False)
class MissingGrant(Forbidden):
    """`grant` is the name of the grant, or "administrator", that the action needs."""

    grant: str = ""


@dataclass(eq=False)
class NotFound(DeskError):
    """`kind` is what was looked for: ticket, message, file, category, key, member, panel, reply. Hidden is absent."""

    kind: str


@dataclass(frozen=True)
class Fault:
    """What is wrong with one field: `code` is a word of the doors' tables, `limit` the number it was held against.

    `names` are what the words need beside it: permissions that the bot lacks, zones that may be meant.
    `actual` is the number that was met, where it helps to know by how much it misses.
    """

    code: str
    limit: int | None = None
    names: tuple[str, ...] = ()
    actual: int | None = field(default=None, compare=False)


@dataclass(eq=False)
class Invalid(DeskError):
    """`fields` names each faulty field (`title`, `responderRoleIds[0]`) and what is wrong with it."""

    fields: dict[str, Fault] = field(default_factory=dict)


@dataclass(eq=False)
class Conflict(DeskError):
    """The state of the ticket stands against it; `ticket_id` is the ticket."""

    ticket_id: int


@dataclass(eq=False)
class AlreadyClaimed(Conflict):
    """`holder_id` is the member who holds the claim."""

    holder_id: int


@dataclass(eq=False)
class ClaimerAnswers(Conflict):
    """`holder_id` is the member who holds the claim and alone of the staff answers there."""

    holder_id: int


@dataclass(eq=False)
class TicketClosed(Conflict):
    """The ticket is closed and the act needs an open one."""


@dataclass(eq=False)
class TicketOpen(Conflict):
    """The ticket is open and the act needs a closed one."""


@dataclass(eq=False)
class ReopenOver(Conflict):
    """The owner could reopen the ticket for `hours` after it was closed, and they are over."""

    hours: int


@dataclass(eq=False)
class RatingFinal(Conflict):
    """The rating could be changed for `days` after it was given, and they are over."""

    days: int


@dataclass(eq=False)
class TicketLimit(Conflict):
    """`ticket_id` and `number` are the open ticket that fills the limit of `limit` tickets.

    `owner_id` is whose tickets they are, where that is not the actor.
    """

    number: int
    limit: int
    owner_id: int | None = None


@dataclass(eq=False)
class StaleVersion(Conflict):
    """`current` is the ticket's version now; the caller named another."""

    current: int


@dataclass(eq=False)
class TooSoon(DeskError):
    """The member may open the next ticket here at `at`, RFC 3339, in `seconds`."""

    at: str
    seconds: int


@dataclass(eq=False)
class FormChanged(DeskError):
    """Somebody else changed the form of category `category_id` meanwhile."""

    category_id: int


@dataclass(eq=False)
class KeyReused(DeskError):
    """The same Idempotency-Key was used before for a request with another body."""


@dataclass(eq=False)
class Unavailable(DeskError):
    """It may work later; `retry_after` is a hint in seconds."""

    retry_after: int = 5


@dataclass(eq=False)
class RolesUnknown(Unavailable):
    """The member's last-seen roles are too old to judge by, and Discord cannot be asked."""


@dataclass(eq=False)
class StoreBusy(Unavailable):
    """The write lock stayed taken for the whole of the busy timeout."""


@dataclass(eq=False)
class StoreFull(Unavailable):
    """Nothing was kept: no room for it. Reading still works."""


@dataclass(eq=False)
class FilesFull(StoreFull):
    """The files that are kept come to as many bytes as whoever runs the desk wants to keep. All else goes on."""


@dataclass(eq=False)
class ShareFull(FilesFull):
    """The member's own files come to the `limit` of bytes that is kept of one member."""

    limit: int = 0


@dataclass(eq=False)
class StoreFailed(Unavailable):
    """The disk failed before the commit: nothing of the act was kept."""


@dataclass(eq=False)
class OutcomeUnknown(Unavailable):
    """The commit itself failed; a restart and the Idempotency-Key settle whether the act took effect."""


@dataclass(eq=False)
class StoreClosed(Unavailable):
    """The store takes no more work because the process is ending or failed."""
