"""What stands in the demo's store at the first start, made as members would make it: by the use cases."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.demo.stories import FORM, REPLIES, STORIES, tell
from bot.demo.world import MEMBERS, Town
from desk import audit, canned, categories, configuring, grants, keys, reading
from desk.actor import Actor, Grant, Identities, Scope, Via, identify
from desk.clock import Clock, parse_rfc3339, rfc3339
from desk.configuring import CategoryChange, Surroundings
from desk.exchange import Slice, TicketFilter
from desk.keys import KeyDraft
from desk.models import Status, Ticket
from desk.store import Store, Tx

FIRST_DAY = timedelta(days=7)
"""So long before its start the demo's server was set up."""

BOTH = frozenset(Scope)
KEYS: Mapping[str, tuple[str, frozenset[Scope]]] = {
    **{name: (name, BOTH) for name in MEMBERS},
    "readonly": ("owner", frozenset({Scope.READ})),
    "writeonly": ("owner", frozenset({Scope.WRITE})),
}


@dataclass(frozen=True)
class Seeded:
    """Ids by category, API keys by name, and the owner's newest open ticket for examples to use."""

    categories: Mapping[str, int]
    ticket: Ticket | None
    keys: Mapping[str, str]


async def seed(store: Store, town: Town, clock: Clock) -> Seeded:
    """Fill an empty store; find one's own again in a store that was filled before. The keys are the same each time."""
    secrets = {name: keys.mint(_derived(store.identities.secret, name)) for name in KEYS}
    at = rfc3339(clock())
    categories_by_name, ticket = await store.write(_fill, town, at, secrets)
    return Seeded(categories_by_name, ticket, secrets)


def _derived(secret: bytes, name: str) -> bytes:
    """32 bytes that only this store and this name make: the demo shows its keys again after a restart."""
    return hmac.digest(secret, f"demo key {name}".encode(), hashlib.sha256)


def _fill(tx: Tx, town: Town, at: str, secrets: Mapping[str, str]) -> tuple[Mapping[str, int], Ticket | None]:
    admin = _actor(town, "admin", at)
    for name, secret in secrets.items():
        holder, scopes = KEYS[name]
        actor = _actor(town, holder, at)
        if name not in {key.name for key in keys.list_keys(tx, actor)}:
            keys.create(tx, actor, KeyDraft(name, scopes), secret)
    if not categories.list_categories(tx, admin).categories:
        _first(tx, town, at)
    live = categories.list_categories(tx, admin).categories
    owned = reading.list_tickets(tx, _actor(town, "owner", at), TicketFilter(status=Status.OPEN), Slice(1)).tickets
    return {category.name: category.id for category in live}, owned[0] if owned else None


def _first(tx: Tx, town: Town, at: str) -> None:
    def actors(name: str, ago: timedelta = timedelta()) -> Actor:
        return _actor(town, name, rfc3339(parse_rfc3339(at) - ago))

    admin, roles = actors("admin", FIRST_DAY), {name: role.id for name, role in town.roles.items()}
    grants.grant(tx, admin, roles["manager"], Grant.MANAGE_TICKETS)
    grants.grant(tx, admin, roles["definer"], Grant.DEFINE_TICKETS)
    audit.set_log_channel(tx, admin, town.log_channel.id)
    category_id = _categories(tx, town, admin)
    categories.post_panel(tx, admin, town.panel_channel.id)
    for draft in REPLIES:
        canned.add(tx, admin, draft)
    for story in STORIES:
        tell(tx, actors, story, category_id)


def _categories(tx: Tx, town: Town, admin: Actor) -> int:
    roles = {name: role.id for name, role in town.roles.items()}
    queue_id = town.queue_channel.id
    around = Surroundings(frozenset(roles.values()), parents={0: ()}, posts={queue_id: ()})
    first = CategoryChange(
        "open",
        "Orders, lanterns and everything about them",
        "#5865f2",
        emoji="🏮",
        responder_role_ids=(roles["responder"],),
        viewer_role_ids=(roles["viewer"],),
        queue_channel_id=queue_id,
    )
    second = CategoryChange(
        "other",
        "Whatever fits nowhere else",
        "#3ba55d",
        emoji="💬",
        responder_role_ids=(roles["elsewhere"],),
        opening_message="Hello {member}, we have {ticket} and answer within a day.",
    )
    made = configuring.create(tx, admin, first, around)
    configuring.create(tx, admin, second, around, FORM)
    return made.id


def _actor(town: Town, name: str, at: str) -> Actor:
    return identify(town.member(name), Identities(), via=Via.REST, at=at, request_id=f"demo-{name}")
