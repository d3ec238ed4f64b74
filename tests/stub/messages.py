"""Messages: posted once under their nonce, edited, deleted, listed, and bringing whom they mention into a thread."""

import itertools
import re
from collections.abc import Iterator

from tests.people import GUILD
from tests.stub import channels
from tests.stub.world import BOT, Json, Refused, World, now, unknown

NONCE_LENGTH = 25
EPHEMERAL = 1 << 6
_MENTION = re.compile(r"<@(?P<role>&?)!?(?P<id>\d+)>")


def post(world: World, channel_id: int, author_id: int, wish: Json) -> Json:
    """Post a message; the one that stands already when its nonce is to be unique and was used in this channel."""
    channel = world.channel(channel_id)
    nonce = wish.get("nonce")
    if nonce is not None and len(str(nonce)) > NONCE_LENGTH:
        raise Refused(400, 50035, "Invalid Form Body: nonce is longer than 25 characters")
    key = (channel_id, author_id, str(nonce))
    if nonce is not None and wish.get("enforce_nonce") and key in world.nonces:
        return get(world, channel_id, world.nonces[key])
    _wake(world, channel)
    message = _message(world, channel, author_id, wish)
    message_id = int(message["id"])
    world.messages[channel_id][message_id] = message
    channel["last_message_id"] = message["id"]
    if nonce is not None:
        world.nonces[key] = message_id
        message["nonce"] = nonce
    if world.is_thread(channel):
        channel["message_count"] += 1
        channel["total_message_sent"] += 1
    world.emit("MESSAGE_CREATE", message | {"guild_id": str(GUILD), "member": _member_part(world, author_id)})
    _bring_in(world, channel, message)
    return message


def edit(world: World, channel_id: int, message_id: int, wish: Json) -> Json:
    """Change a message of the bot's."""
    channel, message = world.channel(channel_id), get(world, channel_id, message_id)
    if world.is_thread(channel) and channel["thread_metadata"]["archived"]:
        raise Refused(400, channels.ARCHIVED, "Thread is archived")
    changed = {name: wish[name] for name in ("content", "embeds", "flags") if wish.get(name) is not None}
    if wish.get("components") is not None:
        changed["components"] = _numbered(wish["components"])
    message |= changed | {"edited_timestamp": now()}
    message["mentions"] = _mentioned(world, message)
    world.emit("MESSAGE_UPDATE", message | {"guild_id": str(GUILD)})
    _bring_in(world, channel, message)
    return message


def delete(world: World, channel_id: int, message_id: int) -> None:
    """Delete a message."""
    get(world, channel_id, message_id)
    del world.messages[channel_id][message_id]
    world.emit("MESSAGE_DELETE", {"id": str(message_id), "channel_id": str(channel_id), "guild_id": str(GUILD)})


def get(world: World, channel_id: int, message_id: int) -> Json:
    """The message. Raises Refused."""
    world.channel(channel_id)
    if message_id not in world.messages[channel_id]:
        raise unknown("Message", 10008)
    return world.messages[channel_id][message_id]


def history(world: World, channel_id: int, asked: Json) -> list[Json]:
    """A part of the channel's messages, newest first; `before`, `after` and `around` as Discord means them."""
    world.channel(channel_id)
    limit = int(asked.get("limit", 50))
    ids = sorted(world.messages[channel_id])
    if "after" in asked:
        chosen = [each for each in ids if each > int(asked["after"])][:limit]
    elif "around" in asked:
        chosen = sorted(ids, key=lambda each: abs(each - int(asked["around"])))[:limit]
    else:
        chosen = [each for each in ids if each < int(asked.get("before", 1 << 63))][-limit:]
    return [world.messages[channel_id][each] for each in sorted(chosen, reverse=True)]


def shown_text(message: Json) -> str:
    """All text that a reader of the message sees, content and components."""
    return "\n".join([message["content"], *_texts(message["components"])])


def _texts(components: list[Json]) -> Iterator[str]:
    for each in components:
        if "content" in each:
            yield each["content"]
        yield from _texts(each.get("components", []))


def _numbered(components: list[Json]) -> list[Json]:
    """Give each component the id it was sent with, or the next that is free, as Discord does."""
    taken = {each["id"] for each in _all(components) if each.get("id")}
    free = (each for each in itertools.count(1) if each not in taken)
    for each in _all(components):
        each["id"] = each.get("id") or next(free)
    return components


def _all(components: list[Json]) -> Iterator[Json]:
    for each in components:
        yield each
        yield from _all(each.get("components", []))
        if "accessory" in each:
            yield from _all([each["accessory"]])


def _message(world: World, channel: Json, author_id: int, wish: Json) -> Json:
    message: Json = {
        "id": str(world.new_id()),
        "type": 0,
        "channel_id": channel["id"],
        "author": world.member(author_id)["user"],
        "content": wish.get("content") or "",
        "timestamp": now(),
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mention_roles": [],
        "attachments": [_kept(world, channel, each) for each in wish.get("attachments") or []],
        "embeds": wish.get("embeds") or [],
        "components": _numbered(wish.get("components") or []),
        "pinned": False,
        "flags": wish.get("flags") or 0,
    }
    if not (message["content"] or message["embeds"] or message["components"] or message["attachments"]):
        raise Refused(400, 50006, "Cannot send an empty message")
    message["mentions"] = _mentioned(world, message)
    return message


def _kept(world: World, channel: Json, wish: Json) -> Json:
    """A file as a message names it; its bytes are forgotten."""
    file_id = str(world.new_id())
    url = f"https://cdn.invalid/attachments/{channel['id']}/{file_id}/{wish['filename']}"
    return {"id": file_id, "filename": wish["filename"], "size": 1, "url": url, "proxy_url": url}


def _member_part(world: World, user_id: int) -> Json:
    return {name: value for name, value in world.member(user_id).items() if name != "user"}


def _mentioned(world: World, message: Json) -> list[Json]:
    ids = [int(found["id"]) for found in _MENTION.finditer(shown_text(message)) if not found["role"]]
    return [world.members[each]["user"] for each in dict.fromkeys(ids) if each in world.members]


def _wake(world: World, channel: Json) -> None:
    """A message wakes a thread that sleeps; the bot's wakes a locked one, too, as it manages threads."""
    if world.is_thread(channel) and channel["thread_metadata"]["archived"]:
        channels.edit(world, int(channel["id"]), {"archived": False})


def _bring_in(world: World, channel: Json, message: Json) -> None:
    """Who is mentioned by the bot in a thread becomes a member of it, and so do the holders of a mentioned role."""
    if not world.is_thread(channel) or int(message["author"]["id"]) != BOT:
        return
    named: list[int] = []
    for found in _MENTION.finditer(shown_text(message)):
        if found["role"]:
            named += [each for each, member in world.members.items() if found["id"] in member["roles"]]
        elif int(found["id"]) in world.members:
            named.append(int(found["id"]))
    channels.join(world, int(channel["id"]), dict.fromkeys(named))
