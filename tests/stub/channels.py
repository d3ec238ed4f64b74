"""Channels and threads: made, changed, deleted, joined and left, with the events that follow."""

from collections.abc import Iterable

from tests.people import GUILD
from tests.stub.world import BOT, Json, Refused, World, now

TEXT = 0
PRIVATE_THREAD = 12
ARCHIVED = 50083
_EDITABLE = ("name", "topic", "position", "nsfw", "rate_limit_per_user", "permission_overwrites", "parent_id")
_OF_METADATA = ("archived", "locked", "invitable", "auto_archive_duration")


def create_channel(world: World, wish: Json) -> Json:
    """Make a text channel."""
    channel = {
        "id": str(world.new_id()),
        "type": wish.get("type", TEXT),
        "guild_id": str(GUILD),
        "name": wish["name"],
        "topic": wish.get("topic"),
        "position": len(world.channels),
        "parent_id": wish.get("parent_id"),
        "nsfw": False,
        "rate_limit_per_user": 0,
        "last_message_id": None,
        "flags": 0,
        "permission_overwrites": _overwrites(wish.get("permission_overwrites", [])),
    }
    world.channels[int(channel["id"])] = channel
    world.emit("CHANNEL_CREATE", channel)
    return channel


def edit(world: World, channel_id: int, wish: Json) -> Json:
    """Change a channel or a thread. An archived thread takes nothing else before it is woken."""
    channel = world.channel(channel_id)
    if world.is_thread(channel):
        return _edit_thread(world, channel, wish)
    changes = {name: wish[name] for name in _EDITABLE if name in wish}
    if "permission_overwrites" in changes:
        changes["permission_overwrites"] = _overwrites(changes["permission_overwrites"] or [])
    channel |= changes
    world.emit("CHANNEL_UPDATE", channel)
    return channel


def _edit_thread(world: World, thread: Json, wish: Json) -> Json:
    metadata = thread["thread_metadata"]
    if metadata["archived"] and wish.get("archived") is not False:
        raise Refused(400, ARCHIVED, "Thread is archived")
    metadata |= {name: wish[name] for name in _OF_METADATA if name in wish}
    if "archived" in wish:
        metadata["archive_timestamp"] = now()
    thread |= {name: wish[name] for name in ("name", "rate_limit_per_user") if name in wish}
    world.emit("THREAD_UPDATE", thread)
    return thread


def delete(world: World, channel_id: int) -> Json:
    """Delete a channel with its threads, or a thread."""
    channel = world.channel(channel_id)
    threads = [each for each in world.channels.values() if each["parent_id"] == channel["id"]]
    for gone in [*threads, channel]:
        world.channels.pop(int(gone["id"]))
        world.messages.pop(int(gone["id"]), None)
        world.thread_members.pop(int(gone["id"]), None)
    if world.is_thread(channel):
        short = {name: channel[name] for name in ("id", "guild_id", "parent_id", "type")}
        world.emit("THREAD_DELETE", short)
    else:
        world.emit("CHANNEL_DELETE", channel)
    return channel


def overwrite(world: World, channel_id: int, target_id: int, wish: Json | None) -> None:
    """Put one overwrite in, or take it out for None."""
    channel = world.channel(channel_id)
    kept = [each for each in channel["permission_overwrites"] if each["id"] != str(target_id)]
    added = [] if wish is None else _overwrites([wish | {"id": target_id}])
    channel["permission_overwrites"] = kept + added
    world.emit("CHANNEL_UPDATE", channel)


def _overwrites(wishes: Iterable[Json]) -> list[Json]:
    return [
        {
            "id": str(each["id"]),
            "type": int(each["type"]),
            "allow": str(each.get("allow", 0)),
            "deny": str(each.get("deny", 0)),
        }
        for each in wishes
    ]


def create_thread(world: World, parent_id: int, wish: Json) -> Json:
    """Make a thread under a channel, with the bot in it. A private one leaves no word in its parent."""
    parent = world.channel(parent_id)
    thread_id = world.new_id()
    thread = {
        "id": str(thread_id),
        "type": wish.get("type", PRIVATE_THREAD),
        "guild_id": str(GUILD),
        "parent_id": parent["id"],
        "owner_id": str(BOT),
        "name": wish["name"],
        "last_message_id": None,
        "rate_limit_per_user": 0,
        "message_count": 0,
        "total_message_sent": 0,
        "member_count": 1,
        "flags": 0,
        "thread_metadata": {
            "archived": False,
            "archive_timestamp": now(),
            "create_timestamp": now(),
            "auto_archive_duration": wish.get("auto_archive_duration", 4320),
            "locked": False,
            "invitable": wish.get("invitable", True),
        },
    }
    world.channels[thread_id] = thread
    world.thread_members[thread_id] = {BOT: now()}
    answer = thread | {"member": _thread_member(world, thread_id, BOT)}
    world.emit("THREAD_CREATE", answer | {"newly_created": True})
    return answer


def _thread_member(world: World, thread_id: int, user_id: int) -> Json:
    joined = world.thread_members[thread_id][user_id]
    return {"id": str(thread_id), "user_id": str(user_id), "join_timestamp": joined, "flags": 0}


def thread_members(world: World, thread_id: int) -> list[Json]:
    """Who is in the thread. Raises Refused when it is none."""
    if thread_id not in world.thread_members:
        raise Refused(404, 10003, "Unknown Channel")
    return [_thread_member(world, thread_id, user_id) for user_id in world.thread_members[thread_id]]


def join(world: World, thread_id: int, user_ids: Iterable[int]) -> None:
    """Put members into the thread; who is in it already stays."""
    thread = world.channel(thread_id)
    if thread["thread_metadata"]["archived"]:
        raise Refused(400, ARCHIVED, "Thread is archived")
    new = [user_id for user_id in user_ids if world.member(user_id) and user_id not in world.thread_members[thread_id]]
    if not new:
        return
    world.thread_members[thread_id] |= dict.fromkeys(new, now())
    added = [_thread_member(world, thread_id, each) | {"member": world.member(each)} for each in new]
    _members_update(world, thread, {"added_members": added})


def leave(world: World, thread_id: int, user_id: int) -> None:
    """Take a member out of the thread."""
    thread = world.channel(thread_id)
    if thread["thread_metadata"]["archived"]:
        raise Refused(400, ARCHIVED, "Thread is archived")
    if world.thread_members[thread_id].pop(user_id, None) is None:
        raise Refused(404, 10007, "Unknown Member")
    _members_update(world, thread, {"removed_member_ids": [str(user_id)]})


def _members_update(world: World, thread: Json, changes: Json) -> None:
    thread["member_count"] = len(world.thread_members[int(thread["id"])])
    head = {"id": thread["id"], "guild_id": thread["guild_id"], "member_count": thread["member_count"]}
    world.emit("THREAD_MEMBERS_UPDATE", head | changes)
