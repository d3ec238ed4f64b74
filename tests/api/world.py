"""A desk to call: the store of a file, the people of the tests with their keys, and the real server over a socket."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import discord

from api.limits import Limits
from api.server import serve
from api.sign_in.oauth import Registration
from bot.transcripts import LiveTranscriber
from desk import categories, grants, keys, tickets
from desk.actor import Grant, GuildName, Member, Scope
from desk.categories import CategoryDraft
from desk.clock import rfc3339
from desk.errors import RolesUnknown
from desk.filing import FILES_ROOM, Room
from desk.keys import KeyDraft
from desk.outward import NOTHING_MORE, Allowed
from desk.tickets import TicketDraft
from storage.desk_store import DeskStore, open_desk
from tests.people import GUILD, ROLES, USERS, actor, member
from tests.stores import store_in

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
OTHER_GUILD = GUILD + 1
BOTH = frozenset(Scope)
UNBOUND = Limits(
    calls_per_minute=1_000_000,
    failures_per_minute=1_000_000,
    opened_per_minute=1_000_000,
    long_per_minute=1_000_000,
)
"""Tests come as often as they like."""


class People:
    """Who is in which guild with which roles, as the process would know from Discord."""

    def __init__(self) -> None:
        self.members = {(GUILD, USERS[name]): member(name) for name in USERS}
        self.unknown = False
        self.all_administrators = False

    def member(self, guild_id: int, user_id: int) -> Member | None:
        """See desk.actor.Directory."""
        if self.unknown:
            raise RolesUnknown
        return self.members.get((guild_id, user_id))

    def guilds_of(self, user_id: int) -> Sequence[GuildName]:
        """See desk.actor.Directory."""
        if self.unknown:
            raise RolesUnknown
        names = {GUILD: "Guild", OTHER_GUILD: "Other guild"}
        return [GuildName(each, name) for each, name in names.items() if (each, user_id) in self.members]

    def open_to_all(self, _guild_id: int) -> bool:
        """See desk.actor.Directory."""
        return self.all_administrators

    def assignable_roles(self, guild_id: int) -> frozenset[int]:
        """See desk.actor.Directory."""
        return frozenset(ROLES.values()) if guild_id == GUILD else frozenset()

    def give(self, name: str, *roles: str) -> None:
        """Let that person hold exactly those roles."""
        held = frozenset(ROLES[role] for role in roles)
        self.members[GUILD, USERS[name]] = replace(member(name), role_ids=held)

    def leave(self, name: str) -> None:
        """Let that person leave the guild."""
        del self.members[GUILD, USERS[name]]


class Time:
    """A clock that moves a little each time that it is read, and more when told."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now


@dataclass
class Desk:
    """A running desk and what its tests need to know of it."""

    url: str
    port: int
    store: DeskStore
    people: People
    time: Time
    keys: Mapping[str, str]
    categories: Mapping[str, str]
    ready: dict[str, bool]
    serving: AsyncExitStack

    async def key(self, name: str, scopes: frozenset[Scope] = BOTH, expires_at: str | None = None) -> str:
        """A new key of that person."""
        secret = keys.mint(hashlib.sha256(f"{name}{scopes}{expires_at}{self.time()}".encode()).digest())
        who = replace(actor(name), at=rfc3339(self.time()))
        await self.store.write(keys.create, who, KeyDraft(name, scopes, expires_at), secret)
        return secret

    async def stop(self) -> None:
        """Stop serving, while the store stays open."""
        await self.serving.aclose()

    async def ticket(self, name: str = "owner", category: str = "open", title: str = "A title") -> str:
        """The id of a new ticket of that person."""
        draft = TicketDraft(int(self.categories[category]), title, "A message")
        who = replace(actor(name), at=rfc3339(self.time()))
        return str((await self.store.write(tickets.open_ticket, who, draft)).id)


@asynccontextmanager
async def running_desk(
    path: Path,
    limits: Limits | None = None,
    *,
    public_url: str | None = None,
    registration: Registration | None = None,
    files_room: Room = FILES_ROOM,
    receivers: Allowed = NOTHING_MORE,
) -> AsyncIterator[Desk]:
    """A desk with the two categories and all the people of the demo's world, each with a key."""
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(open_desk(store_in(path), files_room=files_room))
        people, time, ready = People(), Time(), {"discord": True}
        made = await _categories(store)
        serving = await stack.enter_async_context(AsyncExitStack())
        served = await serving.enter_async_context(
            serve(
                store,
                people,
                time,
                transcriber=LiveTranscriber(discord.Client(intents=discord.Intents.none())),
                receivers=receivers,
                ready=lambda: ready,
                limits=limits or UNBOUND,
                public_url=public_url,
                registration=registration,
            )
        )
        secrets: dict[str, str] = {}
        desk = Desk(served.url, served.port, store, people, time, secrets, made, ready, serving)
        written = await asyncio.gather(*(desk.key(name) for name in USERS))
        secrets.update(zip(USERS, written, strict=True))
        secrets["readonly"] = await desk.key("owner", frozenset({Scope.READ}))
        secrets["writeonly"] = await desk.key("owner", frozenset({Scope.WRITE}))
        yield desk


async def _categories(store: DeskStore) -> dict[str, str]:
    admin, assignable = actor("admin"), frozenset(ROLES.values())
    for role, grant in (("manager", Grant.MANAGE_TICKETS), ("definer", Grant.DEFINE_TICKETS)):
        await store.write(grants.grant, admin, ROLES[role], grant)
    wanted = {
        "open": CategoryDraft(
            "open", responder_role_ids=(ROLES["responder"],), viewer_role_ids=(ROLES["viewer"],), color="#3366ff"
        ),
        "other": CategoryDraft("other", responder_role_ids=(ROLES["elsewhere"],)),
    }
    return {
        name: str((await store.write(categories.create, admin, draft, assignable)).id) for name, draft in wanted.items()
    }
