"""What the demo tells of itself: one line of JSON for programs, and the facts of the page for people."""

import json
from collections.abc import Iterator, Mapping

from bot.demo.page import Call, Facts, Person
from bot.demo.seed import KEYS, Seeded
from bot.demo.world import GUILD, MEMBERS, Town
from desk.models import Ticket


def line(api: str, page: str, town: Town, seeded: Seeded) -> str:
    """The one line of JSON by which a program finds its way; ids are texts."""
    return json.dumps(
        {
            "api": api,
            "discord": page,
            "guildId": str(town.guild.id),
            "members": {name: str(member.id) for name, member in town.members.items()},
            "roles": {name: str(role.id) for name, role in town.roles.items()},
            "categories": {name: str(category_id) for name, category_id in seeded.categories.items()},
            "keys": dict(seeded.keys),
        }
    )


def facts(api: str, town: Town, seeded: Seeded) -> Facts:
    """What the page says."""
    people = tuple(
        Person(name, town.members[name].id, name if name in town.roles else "", may, seeded.keys[name])
        for name, may in MEMBERS.items()
    )
    more = tuple((name, seeded.keys[name]) for name in KEYS if name not in MEMBERS)
    return Facts(GUILD, api, people, calls(api, seeded), more)


def calls(api: str, seeded: Seeded) -> tuple[Call, ...]:
    """Lines of curl that work as they stand."""
    owner, responder, outsider = (seeded.keys[name] for name in ("owner", "responder", "outsider"))
    new = {"title": "Where is my parcel?", "categoryId": str(seeded.categories["open"]), "message": "It is late."}
    return (
        _call("The owner lists the tickets that they see", api, owner),
        *(_calls_on(seeded.ticket, api, responder) if seeded.ticket else ()),
        _call("The outsider opens a ticket; its thread appears in the list", api, outsider, "POST", new),
    )


def _calls_on(ticket: Ticket, api: str, key: str) -> Iterator[Call]:
    named = {"ticketId": str(ticket.id)}
    answer = {**named, "content": "We look into it today."}
    yield _call(f"The responder claims ticket {ticket.number:04}", api, key, "PUT", {**named, "claimedByMe": True})
    yield _call("and answers it: the answer appears in the thread", api, key, "POST", answer, "/messages")
    yield _call("and closes it", api, key, "PUT", {**named, "status": "closed"})


def _call(
    does: str, api: str, key: str, method: str = "GET", body: Mapping[str, object] | None = None, path: str = ""
) -> Call:
    parts = ["curl -s", f"-H 'x-api-key: {key}'"]
    if body is not None:
        parts += [f"-X {method}", "-H 'content-type: application/json'", f"-d '{json.dumps(body)}'"]
    return Call(does, " ".join([*parts, f"{api}/api/tickets{path}"]))
