"""Interactions: what a member did, and the one answer that the bot gives to it within its token's life."""

from tests.people import GUILD
from tests.stub import messages
from tests.stub.world import BOT, Json, Refused, World, unknown

DEFERRED = 5
_SHOWS_MESSAGE = (4, DEFERRED)


def begin(world: World, channel_id: int, user_id: int, kind: int, data: Json) -> Json:
    """Let a member do something in a channel: a command (`kind` 2), a press (3), a form sent (5)."""
    interaction_id = world.new_id()
    token = f"interaction-{interaction_id}"
    event: Json = {
        "id": str(interaction_id),
        "application_id": str(BOT),
        "type": kind,
        "token": token,
        "version": 1,
        "guild_id": str(GUILD),
        "guild": {"id": str(GUILD), "locale": "en-US", "features": []},
        "channel_id": str(channel_id),
        "channel": world.channel(channel_id),
        "member": world.member(user_id) | {"permissions": "0"},
        "data": data,
        "locale": "en-US",
        "guild_locale": "en-US",
        "app_permissions": "0",
        "entitlements": [],
        "authorizing_integration_owners": {"0": str(GUILD)},
        "context": 0,
        "attachment_size_limit": 10485760,
    }
    if "message" in data:
        event["message"] = messages.get(world, channel_id, int(data.pop("message")))
    world.interactions[token] = {"id": str(interaction_id), "channel": channel_id, "answer": None, "messages": []}
    world.emit("INTERACTION_CREATE", event)
    return {"token": token}


def command(world: World, names: list[str], options: list[Json]) -> Json:
    """The data of a slash command, its groups by name; the options as Discord sends them."""
    registered = next((each for each in world.commands.get(0, []) if each["name"] == names[0]), None)
    if registered is None:
        raise unknown("Command", 10063)
    for name in reversed(names[1:]):
        options = [{"name": name, "type": 1, "options": options}]
    return {"id": registered["id"], "name": names[0], "type": 1, "options": options}


def answer(world: World, token: str, body: Json) -> Json | None:
    """The bot's first answer. A second one is refused."""
    told = _of(world, token)
    if told["answer"] is not None:
        raise Refused(400, 40060, "Interaction has already been acknowledged.")
    told["answer"] = body
    if body["type"] in _SHOWS_MESSAGE:
        told["messages"].append(_message(world, token, body.get("data") or {}))
    world.touch()
    return {
        "interaction": {"id": told["id"], "type": 2, "response_message_id": None},
        "resource": {"type": body["type"]},
    }


def follow_up(world: World, token: str, body: Json) -> Json:
    """One more message; after a deferral the first of them takes its place."""
    told = _of(world, token)
    if told["answer"] and told["answer"]["type"] == DEFERRED and len(told["messages"]) == 1:
        told["answer"] = told["answer"] | {"type": 4}
        return edit_original(world, token, body)
    told["messages"].append(_message(world, token, body))
    world.touch()
    return _last(told)


def edit_original(world: World, token: str, body: Json) -> Json:
    """Change the first answer's message."""
    message = original(world, token)
    message |= {name: body[name] for name in ("content", "components", "embeds") if body.get(name) is not None}
    world.touch()
    return message


def original(world: World, token: str) -> Json:
    """The first answer's message. Raises Refused."""
    told = _of(world, token)
    if not told["messages"]:
        raise unknown("Message", 10008)
    first: Json = told["messages"][0]
    return first


def _of(world: World, token: str) -> Json:
    if token not in world.interactions:
        raise unknown("Interaction", 10062)
    return world.interactions[token]


def _last(told: Json) -> Json:
    message: Json = told["messages"][-1]
    return message


def _message(world: World, token: str, wish: Json) -> Json:
    channel_id = _of(world, token)["channel"]
    return {
        "id": str(world.new_id()),
        "type": 20,
        "channel_id": str(channel_id),
        "author": world.members[BOT]["user"],
        "content": wish.get("content") or "",
        "timestamp": "2026-01-01T00:00:00.000000+00:00",
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": wish.get("embeds") or [],
        "components": wish.get("components") or [],
        "pinned": False,
        "flags": wish.get("flags") or 0,
        "webhook_id": str(BOT),
        "application_id": str(BOT),
    }
