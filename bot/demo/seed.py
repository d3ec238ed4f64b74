"""What stands in the demo's store at the first start, made as members would make it: by the use cases."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from bot.demo.world import MEMBERS, Town
from desk import categories, grants, keys, messages, tickets
from desk.actor import Actor, Grant, Identities, Scope, Via, identify
from desk.categories import CategoryDraft
from desk.clock import Clock, rfc3339
from desk.exchange import Slice, TicketFilter
from desk.keys import KeyDraft
from desk.models import Status, Ticket
from desk.store import Store, Tx
from desk.tickets import TicketDraft

BOTH = frozenset(Scope)
KEYS: Mapping[str, tuple[str, frozenset[Scope]]] = {
    **{name: (name, BOTH) for name in MEMBERS},
    "readonly": ("owner", frozenset({Scope.READ})),
    "writeonly": ("owner", frozenset({Scope.WRITE})),
}
TICKETS = (
    (
        "My lantern does not light",
        "I bought it on Monday. The switch clicks, and nothing happens.",
        "Did you charge it?",
    ),
    ("Refund for order 4012", "It came twice. May I send one back?", None),
    ("How do I change my name?", "The settings page only shows my address.", None),
)


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
    live = categories.list_categories(tx, admin).categories
    if not live:
        _first(tx, town, admin)
        live = categories.list_categories(tx, admin).categories
    for name, secret in secrets.items():
        holder, scopes = KEYS[name]
        actor = _actor(town, holder, at)
        if name not in {key.name for key in keys.list_keys(tx, actor)}:
            keys.create(tx, actor, KeyDraft(name, scopes), secret)
    owned = tickets.list_tickets(tx, _actor(town, "owner", at), TicketFilter(status=Status.OPEN), Slice(1)).tickets
    return {category.name: category.id for category in live}, owned[0] if owned else None


def _first(tx: Tx, town: Town, admin: Actor) -> None:
    roles = {name: role.id for name, role in town.roles.items()}
    grants.grant(tx, admin, roles["manager"], Grant.MANAGE_TICKETS)
    grants.grant(tx, admin, roles["definer"], Grant.DEFINE_TICKETS)
    assignable = frozenset(roles.values())
    open_draft = CategoryDraft(
        "open",
        description="Orders, lanterns and everything about them",
        color="#5865f2",
        responder_role_ids=(roles["responder"],),
        viewer_role_ids=(roles["viewer"],),
    )
    other_draft = CategoryDraft(
        "other", description="Whatever fits nowhere else", color="#3ba55d", responder_role_ids=(roles["elsewhere"],)
    )
    category = categories.create(tx, admin, open_draft, assignable)
    categories.create(tx, admin, other_draft, assignable)
    categories.post_panel(tx, admin, town.panel_channel.id)
    owner, responder = (_actor(town, name, admin.at) for name in ("owner", "responder"))
    for title, message, answer in TICKETS:
        ticket = tickets.open_ticket(tx, owner, TicketDraft(category.id, title, message))
        if answer is not None:
            tickets.claim(tx, responder, ticket.id)
            messages.reply(tx, responder, ticket.id, answer)


def _actor(town: Town, name: str, at: str) -> Actor:
    return identify(town.member(name), Identities(), via=Via.REST, at=at, request_id=f"demo-{name}")
