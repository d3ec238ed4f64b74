"""What the store keeps beside tickets, categories and events: each shelf as use cases see it, by the verbs of SQL."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from desk.actor import Grant
from desk.exchange import (
    Activity,
    Found,
    Gauges,
    LiveQueue,
    Load,
    Search,
    Slice,
    StoredAnswer,
    TicketFilter,
)
from desk.models import (
    ApiKey,
    Block,
    CannedReply,
    RoleBlock,
    Session,
    Ticket,
)
from desk.permissions import Visibility


class Queues(Protocol):
    """The open tickets in the order in which they press, and the messages that show them live."""

    def page(self, visible: Visibility, wanted: TicketFilter, now: str, part: Slice) -> Sequence[Ticket]:
        """That part of the open tickets in the visible categories that fit `wanted`, the most pressing first.

        Tickets that are visible as one's own or by being added to them are not among them.
        """

    def count(self, visible: Visibility, wanted: TicketFilter) -> int:
        """How many `page` would give without end."""

    def tags(self, visible: Visibility, limit: int) -> Sequence[str]:
        """The tags that most of those tickets have."""

    def ahead(self, ticket: Ticket, now: str) -> int:
        """How many tickets of its category that nobody has and that wait for staff press more than this one."""

    def waits(self, category_id: int, limit: int) -> Sequence[int]:
        """For how many seconds the category's tickets that were answered last had waited for their first answer."""

    def live(self) -> Sequence[LiveQueue]:
        """The live queues of all guilds that are wanted or shown."""

    def shown(self, category_id: int, channel_id: int | None, message_id: int | None) -> None:
        """Write by which message the category's queue is shown."""

    def forget(self, category_id: int) -> None:
        """The category has no live queue any more."""

    def moved_since(self, seq: int | None) -> tuple[int, frozenset[int]]:
        """The number of the last event, and the guilds of those after `seq`; of none when that is None."""


class Words(Protocol):
    """Tickets by the words in them."""

    def find(self, visible: Visibility, staffed: Visibility, search: Search, part: Slice) -> Found:
        """That part of the visible tickets with all the words of `search`, and how many there are.

        Notes are looked through in the tickets of `staffed` alone.
        """


class Figures(Protocol):
    """What figures are made of."""

    def loads(self, guild_id: int, now: str) -> Sequence[Load]:
        """How much is open in each category that has open tickets."""

    def activity(self, guild_id: int, since: str, now: str) -> Sequence[Activity]:
        """Each ticket of the guild that something happened to since then."""


class Meters(Protocol):
    """What an operator watches, of all guilds together."""

    def read(self, now: str) -> Gauges:
        """How much there is at this time."""


class Canned(Protocol):
    """The replies that staff has ready."""

    def all(self, guild_id: int) -> Sequence[CannedReply]:
        """Those of the guild, in the order of their names."""

    def get(self, guild_id: int, reply_id: int) -> CannedReply | None:
        """The one with that id in that guild."""

    def insert(self, new: CannedReply) -> CannedReply:
        """Insert it and return it with its id; the given id is not used."""

    def save(self, reply: CannedReply) -> None:
        """Write all of it."""

    def delete(self, reply_id: int) -> None:
        """Remove it."""


class Setups(Protocol):
    """What members have chosen so far while setting their guild up, each as one text of JSON."""

    def get(self, guild_id: int, user_id: int) -> str | None:
        """What that member has chosen."""

    def put(self, guild_id: int, user_id: int, draft: str) -> None:
        """Keep it, in place of what was chosen before."""

    def drop(self, guild_id: int, user_id: int) -> None:
        """Forget it."""


class Keys(Protocol):
    """API keys."""

    def insert(self, key: ApiKey, digest: bytes) -> ApiKey:
        """Insert it with the SHA-256 of its secret and return it with its id; the given id is not used."""

    def get(self, guild_id: int, key_id: int) -> ApiKey | None:
        """The key with that id in that guild."""

    def of(self, guild_id: int, user_id: int | None) -> Sequence[ApiKey]:
        """The keys of that member, or of all members, oldest first."""

    def revoke(self, key_id: int, at: str) -> None:
        """Mark it revoked."""

    def used(self, last_used: Mapping[int, str]) -> None:
        """Write the times of last use by key id."""


class Sessions(Protocol):
    """Who is signed in at which browser."""

    def insert(self, session: Session, digest: bytes) -> Session:
        """Insert it with the SHA-256 of its cookie and return it with its id; the given id is not used."""

    def of(self, user_id: int) -> Sequence[Session]:
        """The member's sessions, the one used last first."""

    def move(self, session_id: int, guild_id: int) -> None:
        """Write the guild in which it acts."""

    def end(self, session_id: int) -> None:
        """Forget it."""

    def end_by_digest(self, digest: bytes) -> None:
        """Forget the one with that digest, if there is one."""

    def prune(self, at: str, unused_since: str) -> None:
        """Forget all that have expired at `at`, and all that were not used since `unused_since`."""

    def used(self, last_used: Mapping[int, str]) -> None:
        """Write the times of last use by session id."""


class Grants(Protocol):
    """Which role holds which grant."""

    def of(self, guild_id: int) -> Mapping[int, frozenset[Grant]]:
        """Grants by role id."""

    def give(self, guild_id: int, role_id: int, grant: Grant) -> None:
        """Give it; giving it twice changes nothing."""

    def take(self, guild_id: int, role_id: int, grant: Grant) -> None:
        """Take it; taking what is not held changes nothing."""


class Blocks(Protocol):
    """Blocked members."""

    def active(self, guild_id: int, user_id: int, at: str) -> Block | None:
        """The block that holds the member at that time."""

    def put(self, block: Block) -> None:
        """Block, or replace the block."""

    def lift(self, guild_id: int, user_id: int) -> None:
        """Take the block away; where there is none, nothing changes."""

    def over(self, at: str) -> Sequence[Block]:
        """The blocks, of every guild, that have ended by that time and are still here."""

    def next_end(self) -> str | None:
        """When the next block ends, None when none does."""

    def all(self, guild_id: int) -> Sequence[Block]:
        """All blocks of the guild."""


class RoleBlocks(Protocol):
    """Blocked roles."""

    def holding(self, guild_id: int, role_ids: Collection[int], at: str) -> Sequence[RoleBlock]:
        """The blocks that hold at that time whoever has those roles."""

    def put(self, block: RoleBlock) -> None:
        """Block, or replace the block."""

    def lift(self, guild_id: int, role_id: int) -> bool:
        """Take the block away; False where there was none."""

    def over(self, at: str) -> Sequence[RoleBlock]:
        """The blocks, of every guild, that have ended by that time and are still here."""

    def next_end(self) -> str | None:
        """When the next block ends, None when none does."""

    def all(self, guild_id: int) -> Sequence[RoleBlock]:
        """All blocks of the guild."""


class Answers(Protocol):
    """First answers to requests with an Idempotency-Key."""

    def get(self, caller: str, key: str, not_before: str) -> StoredAnswer | None:
        """The answer stored for that caller and key since `not_before`."""

    def put(self, caller: str, key: str, at: str, answer: StoredAnswer) -> None:
        """Store it, replacing an expired one."""

    def forget(self, before: str) -> None:
        """Drop those stored before that time."""
