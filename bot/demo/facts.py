"""What the demo tells of itself: one line of JSON for programs, and the facts of the page for people."""

import json
from collections.abc import Mapping

from bot.demo.page import Call, Facts, Person
from bot.demo.seed import KEYS, Seeded
from bot.demo.world import GUILD, MEMBERS, Town


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
    ticket = str(seeded.ticket_id)
    answer = {"ticketId": ticket, "content": "We send a new one today."}
    new = {"title": "Where is my parcel?", "categoryId": str(seeded.categories["open"]), "message": "It is late."}
    return (
        _call("The owner lists the tickets that they see", api, seeded.keys["owner"]),
        _call(
            "The responder claims one", api, seeded.keys["responder"], "PUT", {"ticketId": ticket, "claimedByMe": True}
        ),
        _call("and answers; see it appear in the thread", api, seeded.keys["responder"], "POST", answer, "/messages"),
        _call(
            "The responder closes it", api, seeded.keys["responder"], "PUT", {"ticketId": ticket, "status": "closed"}
        ),
        _call("The outsider opens a ticket; its thread appears on the left", api, seeded.keys["outsider"], "POST", new),
    )


def _call(
    does: str, api: str, key: str, method: str = "GET", body: Mapping[str, object] | None = None, path: str = ""
) -> Call:
    parts = ["curl -s", f"-H 'x-api-key: {key}'"]
    if body is not None:
        parts += [f"-X {method}", "-H 'content-type: application/json'", f"-d '{json.dumps(body)}'"]
    return Call(does, " ".join([*parts, f"{api}/api/tickets{path}"]))
