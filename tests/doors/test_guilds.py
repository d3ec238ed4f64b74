"""Two guilds in one process, with the same people in both: each works, and nothing of one shows in the other."""

import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import discord
import pytest

from bot.demo.run import Demo, open_demo
from bot.demo.simulated import ChannelHandle, GuildHandle, MemberActor, RoleHandle, texts
from bot.directory import member_as_seen
from desk import blocks, canned, categories, grants, keys, members, tickets
from desk.actor import Actor, Grant, Scope, Via, identify
from desk.canned import ReplyDraft
from desk.categories import CategoryDraft
from desk.clock import rfc3339, system_clock
from desk.keys import KeyDraft
from desk.models import Ticket

# What each is in the second guild; in the first all of them have the role of their name.
PARTS = {"owner": (), "manager": (), "responder": (), "outsider": ("staff",), "viewer": ("lead",), "elsewhere": ()}
TITLES = ("Lamp in the house", "Lamp in the annex")


@dataclass
class Side:
    """One guild: who is in it, where commands are used, and the keys that were made in it."""

    guild: GuildHandle
    members: dict[str, MemberActor]
    hall: ChannelHandle
    keys: dict[str, str] = field(default_factory=dict)
    category_id: int = 0
    ticket: Ticket | None = None

    @property
    def number(self) -> int:
        """The number of its ticket."""
        assert self.ticket is not None
        return self.ticket.number


@dataclass
class Two:
    """The running desk with both guilds."""

    demo: Demo
    session: aiohttp.ClientSession
    house: Side
    annex: Side

    def actor(self, side: Side, name: str) -> Actor:
        """That member in that guild, acting behind the scenes."""
        guild = self.demo.parts.client.get_guild(side.guild.id)
        member = guild.get_member(side.members[name].id) if guild else None
        assert member is not None
        at, known = rfc3339(system_clock()), self.demo.parts.store.identities
        return identify(member_as_seen(member), known, via=Via.DISCORD, at=at, request_id="test")

    async def write(self, use_case: Callable[..., Any], *args: Any) -> Any:
        """Run the use case."""
        return await self.demo.parts.store.write(use_case, *args)

    async def slash(self, side: Side, who: str, command: str, **more: Any) -> str:
        """What that member reads in answer to a command in that guild."""
        member = side.members[who]
        result = await self.demo.world.op(lambda: member.slash(side.hall, command, **more))
        assert result.response is not None
        return "\n".join(filter(None, texts([result.response.message])))

    async def offered(self, side: Side, who: str, command: str, option: str) -> str:
        """What is offered while that option is typed."""
        member = side.members[who]
        return str(await self.demo.world.op(lambda: member.autocomplete(side.hall, command, option, "")))

    async def rest(self, side: Side, who: str, path: str, method: str = "GET", **more: Any) -> tuple[int, str]:
        """One request with that member's key of that guild."""
        place = path if path.startswith("/api/") else f"/api/tickets{path}"
        url, headers = f"{self.demo.parts.served.url}{place}", {"x-api-key": side.keys[who]}
        async with self.session.request(method, url, headers=headers, **more) as answer:
            return answer.status, await answer.text()

    async def open(self, side: Side, title: str) -> None:
        """Let the owner open a ticket there, as members do."""
        opening = {"category": str(side.category_id), "title": title, "message": "It does not light."}
        said = await self.slash(side, "owner", "ticket open", **opening)
        number = re.search(r"#(\d+)", said)
        assert number is not None, said
        await self.demo.world.settle()
        # The demo has tickets of its own.
        side.ticket = await self.ticket_of(side, int(number[1]))

    async def ticket_of(self, side: Side, number: int) -> Ticket | None:
        """The ticket with that number in that guild, as it is now."""
        return await self.demo.parts.store.read(lambda tx: tx.tickets.by_number(side.guild.id, number))


async def _annex(demo: Demo) -> Side:
    """A guild that invites the bot while it runs."""
    world = demo.world

    async def build() -> tuple[GuildHandle, ChannelHandle, dict[str, MemberActor], dict[str, RoleHandle]]:
        guild = world.add_guild("Annex")
        hall = guild.create_text_channel("hall")
        roles = {name: guild.create_role(name) for name in ("staff", "lead")}
        roles["admin"] = guild.create_role("admin", permissions=discord.Permissions(administrator=True))
        parts = {**PARTS, "admin": ("admin",)}
        people = {
            name: guild.add_member(demo.town.members[name].user, roles=[roles[role] for role in held])
            for name, held in parts.items()
        }
        return guild, hall, people, roles

    guild, hall, people, _ = await world.op(build)
    await world.settle()
    return Side(guild, people, hall)


@pytest.fixture
async def two() -> AsyncIterator[Two]:
    async with open_demo() as demo, aiohttp.ClientSession() as session:
        town = demo.town
        house = Side(town.guild, dict(town.members), town.panel_channel, dict(demo.seeded.keys))
        house.category_id = demo.seeded.categories["open"]
        both = Two(demo, session, house, await _annex(demo))
        await _give_rights(both)
        for side, title in zip((house, both.annex), TITLES, strict=True):
            await both.open(side, title)
        yield both


async def _give_rights(two: Two) -> None:
    annex, roles = two.annex, two.annex.guild.roles
    root = two.actor(annex, "admin")
    await two.write(grants.grant, root, roles["lead"].id, Grant.MANAGE_TICKETS)
    draft = CategoryDraft("open", responder_role_ids=(roles["staff"].id,))
    made = await two.write(categories.create, root, draft, frozenset(role.id for role in roles.values()))
    annex.category_id = made.id
    await two.demo.world.settle()
    for place, name in enumerate(annex.members):
        secret = annex.keys[name] = keys.mint(bytes([place + 1] * 32))
        await two.write(keys.create, two.actor(annex, name), KeyDraft("annex", frozenset(Scope)), secret)


async def test_a_guild_that_joins_while_the_desk_runs_works_at_once_and_nothing_of_one_shows_in_the_other(
    two: Two,
) -> None:
    assert two.annex.number == 1
    assert two.house.number > 1
    assert two.annex.ticket is not None
    inside = two.demo.world.who_sees(two.annex.ticket.place.channel_id or 0)
    assert two.annex.members["outsider"].id in inside
    assert two.annex.members["responder"].id not in inside
    people = {"house": (two.house, "manager", TITLES), "annex": (two.annex, "viewer", TITLES[::-1])}
    for side, staff, (own, others) in people.values():
        read = [
            await two.slash(side, staff, "ticket list", whose="all"),
            await two.slash(side, staff, "ticket queue"),
            await two.slash(side, staff, "ticket search", words="lamp"),
            await two.slash(side, staff, "ticket member", member=side.members["owner"]),
            await two.slash(side, "owner", "ticket list"),
            await two.offered(side, staff, "ticket show", "ticket"),
            (await two.rest(side, staff, ""))[1],
            (await two.rest(side, staff, "/api/search?q=lamp"))[1],
        ]
        for text in read:
            assert own in text
            assert others not in text


async def test_a_ticket_of_the_other_guild_is_not_there_by_number_thread_button_or_id(two: Two) -> None:
    house, annex = two.house, two.annex
    assert house.ticket is not None
    assert annex.ticket is not None
    missing = await two.slash(annex, "viewer", "ticket show", ticket=999)
    assert "There is no such ticket" in missing
    assert await two.slash(annex, "viewer", "ticket claim", ticket=house.number) == missing
    hidden = await two.rest(annex, "viewer", f"/messages?ticketId={house.ticket.id}")
    nothing = await two.rest(annex, "viewer", "/messages?ticketId=99999999")
    assert hidden[0] == nothing[0] == 404
    claim = {"ticketId": str(house.ticket.id), "claimedByMe": True}
    assert (await two.rest(annex, "viewer", "", "PUT", json=claim))[0] == 404
    category = {"categoryId": str(house.category_id), "title": "Across", "message": "It crosses over."}
    assert (await two.rest(annex, "owner", "", "POST", json=category))[0] in {400, 404}
    assert (await two.rest(annex, "owner", ""))[1].count("categoryId") == 1
    across = {"categoryId": str(house.category_id)}, {"links": [str(house.ticket.id)]}
    for change in across:
        status, _ = await two.rest(annex, "viewer", "", "PUT", json={"ticketId": str(annex.ticket.id), **change})
        assert status in {400, 404}
    assert "is in" not in await two.slash(
        annex, "viewer", "ticket move", ticket=annex.number, category=str(house.category_id)
    )
    edited = await two.slash(annex, "admin", "category edit", category=str(house.category_id))
    assert "There is no such category." in edited
    for side in (house, annex):
        assert await two.ticket_of(side, side.number) == side.ticket


async def test_rights_blocks_notes_and_replies_of_one_guild_hold_nowhere_else(two: Two) -> None:
    house, annex = two.house, two.annex
    # Who manages here is nobody there.
    assert "There is no such ticket" in await two.slash(annex, "manager", "ticket claim", ticket=annex.number)
    assert "There is no such ticket" in await two.slash(house, "outsider", "ticket claim", ticket=house.number)
    assert "is yours" in await two.slash(annex, "outsider", "ticket claim", ticket=annex.number)
    await two.write(blocks.block, two.actor(house, "manager"), two.actor(house, "owner"))
    assert "Nobody is blocked" in await two.slash(annex, "viewer", "desk block")
    assert "1 block" in await two.slash(house, "manager", "desk block")
    replying = {"message": "Still dark", "ticket": annex.number}
    assert "blocked" not in await two.slash(annex, "owner", "ticket reply", **replying)
    assert "You are blocked" in await two.slash(house, "owner", "ticket reply", **{**replying, "ticket": house.number})
    await two.write(members.add_note, two.actor(house, "manager"), house.members["owner"].id, "Polite")
    assert "Polite" not in await two.slash(annex, "viewer", "ticket member", member=annex.members["owner"])
    await two.write(canned.add, two.actor(house, "admin"), ReplyDraft("charge", "Did you charge it?"))
    assert "charge" in await two.slash(house, "manager", "desk replies")
    assert "charge" not in await two.slash(annex, "viewer", "desk replies")
    assert "annex" not in await two.slash(house, "owner", "desk key list")


async def test_the_log_of_one_guild_tells_nothing_of_the_other(two: Two) -> None:
    house, annex = two.house, two.annex
    await two.slash(house, "manager", "desk log", channel=house.hall)
    await two.slash(annex, "viewer", "desk log", channel=annex.hall)
    for side, who in ((house, "manager"), (annex, "viewer")):
        await two.write(tickets.close, two.actor(side, who), side.ticket.id if side.ticket else 0)
    await two.demo.world.settle()
    for side, own, others in ((house, *TITLES), (annex, *TITLES[::-1])):
        log = "\n".join(filter(None, texts(two.demo.world.messages(side.hall.id))))
        assert own in log
        assert others not in log


async def test_figures_and_findings_of_one_guild_are_not_in_the_other_s(two: Two) -> None:
    house, annex = two.house, two.annex
    assert "**Now** 1 open · 1 unclaimed" in await two.slash(annex, "viewer", "desk stats")
    assert "other" in await two.slash(house, "manager", "desk stats")
    assert "other" not in await two.slash(annex, "viewer", "desk stats")
    world = two.demo.world
    world.backend.delete_role(house.guild.id, two.demo.town.roles["responder"].id)
    await world.settle()
    assert "names roles that no longer exist" in await two.slash(house, "admin", "desk check")
    assert "names roles that no longer exist" not in await two.slash(annex, "admin", "desk check")


async def test_a_guild_that_puts_the_bot_out_leaves_the_other_alone_and_its_tickets_are_kept(two: Two) -> None:
    house, annex = two.house, two.annex
    two.demo.world.backend.remove_guild(annex.guild.id)
    await two.demo.world.settle()
    await two.open(house, "Still at work")
    assert house.ticket is not None
    assert house.ticket.place.channel_id is not None
    assert (await two.rest(house, "owner", ""))[0] == 200
    assert (await two.rest(annex, "owner", ""))[0] in {401, 403}
    kept = await two.demo.parts.store.read(lambda tx: tx.tickets.by_number(annex.guild.id, 1))
    assert kept is not None
    assert (kept.title, kept.status.value) == (TITLES[1], "open")
