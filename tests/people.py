"""The people of the tests: the members whom the demo knows too, each with one role of the same name."""

from dataclasses import replace
from typing import Final

from desk.actor import Actor, Grant, Member, Via

GUILD: Final = 900_000_000_000_000_000
"""The guild that all of them are in."""

ROLES: Final = {
    name: 910_000_000_000_000_000 + place
    for place, name in enumerate(("viewer", "responder", "elsewhere", "manager", "definer", "admin"), start=1)
}
"""Role ids by name. `elsewhere` answers in another category only."""

USERS: Final = {
    name: 920_000_000_000_000_000 + place for place, name in enumerate(("owner", "outsider", *ROLES), start=1)
}
"""Member ids by name."""

GRANTS: Final = {"manager": {Grant.MANAGE_TICKETS}, "definer": {Grant.DEFINE_TICKETS}, "admin": set(Grant)}

NOON: Final = "2026-01-01T12:00:00.000Z"
"""When the people of the tests act, unless a test says otherwise."""


def member(name: str) -> Member:
    """That person as Discord knows them."""
    return Member(
        guild_id=GUILD,
        user_id=USERS[name],
        name=name.title(),
        role_ids=frozenset({ROLES[name]} if name in ROLES else ()),
        administrator=name == "admin",
    )


def actor(name: str, *, at: str = NOON, via: Via = Via.REST) -> Actor:
    """That person acting once."""
    who = member(name)
    return Actor(
        guild_id=who.guild_id,
        user_id=who.user_id,
        name=who.name,
        role_ids=who.role_ids,
        administrator=who.administrator,
        grants=frozenset(GRANTS.get(name, ())),
        via=via,
        at=at,
        request_id="test",
    )


def with_roles(who: Actor, *names: str) -> Actor:
    """The same person holding those roles instead."""
    return replace(who, role_ids=frozenset(ROLES[name] for name in names))
