"""What doors and use cases see of the store: one transaction with its verbs by noun, and the ways to run one.

Each noun of a transaction has its verbs in a module of this package; storage/ fulfils them in SQL.
"""

from collections.abc import Awaitable, Callable
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from desk.actor import Identities
from desk.store.blocks import Blocks, RoleBlocks
from desk.store.callers import Answers, Keys, Sessions
from desk.store.categories import Categories
from desk.store.events import Events
from desk.store.forms import Drafts, Uploads
from desk.store.guilds import Grants, Guilds, Setups
from desk.store.messages import Attachments, Canned, Messages
from desk.store.overviews import Figures, Meters, Queues, Words
from desk.store.people import Choices, MemberNotes, Participants, People
from desk.store.places import Places
from desk.store.tickets import Endings, Links, Tickets
from desk.store.webhooks import Deliveries, Webhooks

P = ParamSpec("P")
T = TypeVar("T")


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
    """A store that tells when there may be something new in it."""

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Have `listener` called on the event loop after each group of commits that has news; returns what ends that.

        No news is what changes nothing, or only what the desk remembers of what it showed and saw.
        """
