"""What doors and use cases see of the store: one transaction with its verbs by noun, and the ways to run one."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from desk.actor import Identities
from desk.ending import Endings
from desk.exchange import (
    NewEvent,
    NewMessage,
    NewTicket,
    Parked,
    Slice,
    TicketFilter,
    Unshown,
    Work,
)
from desk.filing import Attachments
from desk.keeping import Drafts, Uploads
from desk.models import (
    Category,
    Event,
    GuildSettings,
    Message,
    Panel,
    Place,
    Ticket,
)
from desk.permissions import Visibility
from desk.receivers import Deliveries, Webhooks
from desk.shelves import (
    Answers,
    Blocks,
    Canned,
    Figures,
    Grants,
    Keys,
    Meters,
    Queues,
    RoleBlocks,
    Sessions,
    Setups,
    Words,
)
from desk.store_people import Choices, Links, MemberNotes, Participants, People

P = ParamSpec("P")
T = TypeVar("T")


class Tickets(Protocol):
    """The tickets of the store."""

    def insert(self, new: NewTicket) -> Ticket:
        """Insert an open, unclaimed ticket with the guild's next number and a pending place."""

    def get(self, guild_id: int, ticket_id: int) -> Ticket | None:
        """The ticket with that id in that guild."""

    def by_number(self, guild_id: int, number: int) -> Ticket | None:
        """The ticket with that number in that guild."""

    def by_channel(self, guild_id: int, channel_id: int) -> Ticket | None:
        """The ticket whose place is that channel or thread."""

    def save(self, ticket: Ticket, *, expected_version: int) -> bool:
        """Write all that may change but the place, if the stored version is still `expected_version`."""

    def delete(self, ticket_id: int) -> None:
        """Remove the ticket with its messages and its place. Its number stays used."""

    def page(self, visible: Visibility, wanted: TicketFilter, part: Slice) -> Sequence[Ticket]:
        """That part of the visible tickets that fit `wanted`."""

    def count(self, visible: Visibility, wanted: TicketFilter) -> int:
        """How many `page` would give without end."""

    def open_of(self, owner_id: int, category_id: int) -> Sequence[Ticket]:
        """The member's open tickets in that category, oldest first."""

    def tags(self, visible: Visibility, prefix: str, limit: int) -> Sequence[str]:
        """The tags of visible tickets that begin with `prefix`, each once, in their order."""

    def rated_at(self, ticket_id: int) -> str | None:
        """When the ticket was first rated since it was closed last, None when it was not."""

    def set_rated_at(self, ticket_id: int, at: str) -> None:
        """Write that time."""

    def last_opened(self, guild_id: int, owner_id: int, category_id: int) -> str | None:
        """When the member's newest ticket in that category was opened; those count for nothing that got no place."""


class Messages(Protocol):
    """The messages of tickets."""

    def insert(self, new: NewMessage) -> Message:
        """Insert a message at the end of its ticket."""

    def get(self, message_id: int) -> Message | None:
        """The message with that id."""

    def by_discord(self, discord_id: int) -> Message | None:
        """The message that this Discord message shows or is."""

    def newest(self, ticket_id: int, *, notes: bool, limit: int, before: int | None = None) -> Sequence[Message]:
        """The last `limit` messages (before that id), ascending; without notes unless `notes`."""

    def opening(self, ticket_id: int) -> Message | None:
        """The text with which the ticket was opened, unless it was deleted."""

    def shown(self, message_id: int, discord_id: int) -> None:
        """Remember the Discord message by which the bot shows it."""

    def edit(self, message_id: int, content: str, edited_at: str) -> None:
        """Replace the content."""

    def name_of(self, ticket_id: int, user_id: int) -> str | None:
        """What that member was called when they wrote last in the ticket, or opened it; None for who did neither."""

    def earlier(self, message_id: int) -> Sequence[tuple[str, str]]:
        """What the message said before its edits, oldest first, each with the time at which it ceased to say so."""

    def delete(self, message_id: int) -> None:
        """Remove the message with its content."""

    def bury(self, discord_id: int, at: str) -> None:
        """Remember that this Discord message is gone, so that a late report of its creation is not taken for news."""

    def buried(self, discord_id: int) -> bool:
        """Whether `bury` was told of it."""


class Categories(Protocol):
    """The categories with their roles."""

    def insert(self, category: Category) -> Category:
        """Insert it and return it with its id; the given id is not used."""

    def get(self, guild_id: int, category_id: int) -> Category | None:
        """The category, deleted ones too."""

    def live(self, guild_id: int) -> Sequence[Category]:
        """Those that are not deleted, in the order that staff gave them, then oldest first."""

    def guilds(self) -> Sequence[int]:
        """The ids of the guilds that have categories which are not deleted."""

    def anonymous(self, guild_id: int) -> Sequence[int]:
        """The ids of those in which staff has no names, deleted ones too."""

    def save(self, category: Category) -> None:
        """Write all of it, its roles too."""


class Guilds(Protocol):
    """What guilds wish for themselves."""

    def get(self, guild_id: int) -> GuildSettings:
        """The guild's settings; those of a guild that has none yet are all None."""

    def save(self, settings: GuildSettings) -> None:
        """Write all of it."""

    def with_log(self) -> Sequence[int]:
        """The ids of the guilds that have a log channel, for all or for one category."""

    def logged(self, guild_id: int) -> tuple[int, int]:
        """The numbers of the last event that is in the log, and of the last that is being written into it."""

    def set_logged(self, guild_id: int, done: int, doing: int) -> None:
        """Write both numbers."""


class Places(Protocol):
    """Where tickets, categories and panels are in Discord."""

    def save(self, ticket_id: int, place: Place) -> None:
        """Write the ticket's place. It is no change of the ticket."""

    def of_category(self, category_id: int) -> Sequence[Ticket]:
        """The tickets of that category that have a made place, with it."""

    def in_hand(self, guild_id: int, user_id: int) -> Sequence[Ticket]:
        """The guild's tickets with a place that are open or that this member has claimed, oldest first."""

    def in_use(self, guild_id: int, closed_since: str) -> Sequence[tuple[Ticket, int]]:
        """The guild's tickets with a made place that are open or have changed since that time, last changed first.

        With each, what `heard` says of it.
        """

    def heard(self, ticket_id: int) -> int:
        """The last Discord message in the ticket's place up to which all that people said is known; 0 for none."""

    def lies_under(self, ticket_id: int) -> int | None:
        """The id of the category under whose channel the ticket's thread was made, whatever its category is now."""

    def guests(self, category_id: int) -> Sequence[int]:
        """The ids of other categories with tickets whose threads lie under this category's channel."""

    def writers(self, category_id: int) -> frozenset[int]:
        """The ids of owners and participants of the open tickets whose threads lie, or are to, under its channel."""

    def channels(self, guild_id: int) -> Sequence[Ticket]:
        """The guild's tickets whose places are channels of their own, oldest first."""

    def hear(self, ticket_id: int, discord_id: int) -> None:
        """All that people said in the ticket's place up to that Discord message is known."""

    def set_parent(self, category_id: int, channel_id: int | None) -> None:
        """Write the category's parent channel."""

    def overflow(self, category_id: int, *, archive: bool) -> Sequence[int]:
        """The channel categories of Discord that were made for the category's tickets, or closed ones, oldest first."""

    def add_overflow(self, category_id: int, channel_id: int, *, archive: bool) -> None:
        """Remember one more."""

    def by_parent(self, guild_id: int, channel_id: int) -> Category | None:
        """The category whose places lie under that channel."""

    def add_panel(self, guild_id: int, channel_id: int) -> Panel:
        """A panel that is still to be posted."""

    def panel(self, panel_id: int) -> Panel | None:
        """The panel with that id."""

    def panels(self, guild_id: int) -> Sequence[Panel]:
        """All panels of the guild."""

    def save_panel(self, panel: Panel) -> None:
        """Write its message id."""

    def delete_panel(self, panel_id: int) -> None:
        """Forget it."""


class Events(Protocol):
    """The numbered sequence of what happened, and which of it Discord has still to show."""

    def append(self, event: NewEvent) -> int:
        """Append it and return its number; with a lane it is also work."""

    def get(self, seq: int) -> Event | None:
        """The event with that number."""

    def after(self, guild_id: int, seq: int, limit: int) -> Sequence[Event]:
        """The guild's events with greater numbers, ascending."""

    def of_ticket(self, ticket_id: int) -> Sequence[Event]:
        """All events of that ticket, ascending."""

    def last(self, guild_id: int) -> int:
        """The number of the guild's last event, 0 for none."""

    def newest(self, guild_id: int, *, but: Collection[str]) -> Event | None:
        """The guild's last event that is not of those types."""

    def due(self, now: str, limit: int) -> Sequence[Work]:
        """The first waiting event of each lane whose time has come, oldest first."""

    def lane_due(self, lane: str) -> tuple[int, str] | None:
        """How often the first waiting event of the lane was tried, and when it is due; None when nothing waits."""

    def next_due(self) -> str | None:
        """When the next lane's first event is due, None when nothing waits."""

    def delivered(self, seq: int) -> None:
        """Mark it as shown."""

    def postpone(self, seq: int, due_at: str, error: str) -> None:
        """It failed for now: count the try and wait until `due_at`."""

    def park(self, seq: int, error: str) -> None:
        """It can never succeed: set it aside where staff sees it, and let the lane go on."""

    def parked(self, guild_id: int) -> Sequence[Parked]:
        """What was set aside, newest first."""

    def unshown(self, lane: str) -> Sequence[Unshown]:
        """The events of the lane that Discord does not show, or not yet, oldest first."""

    def try_again(self, seq: int, due_at: str) -> None:
        """Take what was set aside up again, as if it were new."""


class Tx(Protocol):
    """One transaction. Use cases touch nothing but this."""

    @property
    def tickets(self) -> Tickets: ...  # noqa: D102 -- the protocol named as its type says it
    @property
    def messages(self) -> Messages: ...  # noqa: D102 -- as above
    @property
    def categories(self) -> Categories: ...  # noqa: D102 -- as above
    @property
    def participants(self) -> Participants: ...  # noqa: D102 -- as above
    @property
    def people(self) -> People: ...  # noqa: D102 -- as above
    @property
    def choices(self) -> Choices: ...  # noqa: D102 -- as above
    @property
    def links(self) -> Links: ...  # noqa: D102 -- as above
    @property
    def guilds(self) -> Guilds: ...  # noqa: D102 -- as above
    @property
    def queues(self) -> Queues: ...  # noqa: D102 -- as above
    @property
    def words(self) -> Words: ...  # noqa: D102 -- as above
    @property
    def figures(self) -> Figures: ...  # noqa: D102 -- as above
    @property
    def meters(self) -> Meters: ...  # noqa: D102 -- as above
    @property
    def canned(self) -> Canned: ...  # noqa: D102 -- as above
    @property
    def setups(self) -> Setups: ...  # noqa: D102 -- as above
    @property
    def endings(self) -> Endings: ...  # noqa: D102 -- as above
    @property
    def places(self) -> Places: ...  # noqa: D102 -- as above
    @property
    def events(self) -> Events: ...  # noqa: D102 -- as above
    @property
    def keys(self) -> Keys: ...  # noqa: D102 -- as above
    @property
    def sessions(self) -> Sessions: ...  # noqa: D102 -- as above
    @property
    def grants(self) -> Grants: ...  # noqa: D102 -- as above
    @property
    def blocks(self) -> Blocks: ...  # noqa: D102 -- as above
    @property
    def role_blocks(self) -> RoleBlocks: ...  # noqa: D102 -- as above
    @property
    def member_notes(self) -> MemberNotes: ...  # noqa: D102 -- as above
    @property
    def answers(self) -> Answers: ...  # noqa: D102 -- as above
    @property
    def drafts(self) -> Drafts: ...  # noqa: D102 -- as above
    @property
    def uploads(self) -> Uploads: ...  # noqa: D102 -- as above
    @property
    def attachments(self) -> Attachments: ...  # noqa: D102 -- as above
    @property
    def webhooks(self) -> Webhooks: ...  # noqa: D102 -- as above
    @property
    def deliveries(self) -> Deliveries: ...  # noqa: D102 -- as above


class Store(Protocol):
    """The store as the doors see it: a use case goes in whole, its result or its error comes out after the commit."""

    @property
    def identities(self) -> Identities:
        """Keys, sessions and grants as of the last commit."""

    def write(self, use_case: Callable[Concatenate[Tx, P], T], /, *args: P.args, **kwargs: P.kwargs) -> Awaitable[T]:
        """Run `use_case(tx, …)` in a write transaction; awaiting it gives the result once that is durable."""

    def read(self, use_case: Callable[Concatenate[Tx, P], T], /, *args: P.args, **kwargs: P.kwargs) -> Awaitable[T]:
        """Run `use_case(tx, …)` on a snapshot, within two seconds."""

    def read_long(
        self, use_case: Callable[Concatenate[Tx, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> Awaitable[T]:
        """Run `use_case(tx, …)` on a snapshot apart from the quick reads, without a deadline."""


class LiveStore(Store, Protocol):
    """A store that tells when something was written."""

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Have `listener` called after each group of commits; returns what ends that."""
