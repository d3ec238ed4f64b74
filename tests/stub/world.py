"""What stands in the stub's one guild, and everything that happens to it as one numbered sequence of changes."""

import asyncio
import itertools
import json
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from aiohttp import web

from tests.people import GUILD, ROLES, USERS

Json = dict[str, Any]

BOT: Final = 930_000_000_000_000_001
"""The bot's user id, and its application's."""

TOKEN: Final = "OTMwMDAwMDAwMDAwMDAwMDAx.stub.a-token-that-only-the-stub-knows"

ADMINISTRATOR: Final = 1 << 3
EVERYTHING: Final = (1 << 53) - 1
_EPOCH: Final = 1_420_070_400_000


@dataclass(eq=False)
class Refused(Exception):
    """Discord's answer to what it will not do: the status, and its own code."""

    status: int
    code: int
    message: str = ""


def unknown(what: str, code: int) -> Refused:
    """What is not there, or not any more."""
    return Refused(404, code, f"Unknown {what}")


def now() -> str:
    """The time as Discord writes it."""
    return time.strftime("%Y-%m-%dT%H:%M:%S.000000+00:00", time.gmtime())


def as_json(payload: object, *, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """An answer as Discord gives it: discord.py reads JSON only where the type is named without a charset."""
    body = json.dumps(payload).encode()
    return web.Response(body=body, status=status, headers=headers, content_type="application/json")


def user(user_id: int, name: str, *, bot: bool = False) -> Json:
    """A user as Discord tells of one."""
    return {
        "id": str(user_id),
        "username": name,
        "global_name": None if bot else name.title(),
        "discriminator": "0",
        "avatar": None,
        "bot": bot,
        "public_flags": 0,
    }


def _role(role_id: int, name: str, place: int, permissions: int) -> Json:
    return {
        "id": str(role_id),
        "name": name,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "position": place,
        "permissions": str(permissions),
        "managed": role_id == BOT,
        "mentionable": False,
        "flags": 0,
    }


def _member(who: Json, role_ids: list[int]) -> Json:
    return {
        "user": who,
        "nick": None,
        "avatar": None,
        "roles": [str(each) for each in role_ids],
        "joined_at": "2026-01-01T00:00:00.000000+00:00",
        "premium_since": None,
        "deaf": False,
        "mute": False,
        "flags": 0,
        "pending": False,
    }


class World:
    """The guild's state as plain payloads by id. `listeners` are told of each event; `changed` wakes who waits."""

    def __init__(self) -> None:
        self._counter = itertools.count()
        self.seq = 0
        self.changed = asyncio.Condition()
        self.listeners: list[Callable[[str, Json], None]] = []
        everyone = _role(GUILD, "@everyone", 0, 0x400 | 0x800 | 0x10000 | 1 << 38)
        self.roles = {GUILD: everyone, BOT: _role(BOT, "desk", 99, EVERYTHING & ~ADMINISTRATOR)}
        for place, (name, role_id) in enumerate(ROLES.items(), start=1):
            self.roles[role_id] = _role(role_id, name, place, ADMINISTRATOR if name == "admin" else 0)
        self.members = {BOT: _member(user(BOT, "desk", bot=True), [BOT])}
        for name, user_id in USERS.items():
            self.members[user_id] = _member(user(user_id, name), [ROLES[name]] if name in ROLES else [])
        self.channels: dict[int, Json] = {}
        self.thread_members: dict[int, dict[int, str]] = {}
        self.messages: dict[int, dict[int, Json]] = defaultdict(dict)
        self.nonces: dict[tuple[int, int, str], int] = {}
        self.commands: dict[int, list[Json]] = {}
        self.interactions: dict[str, Json] = {}
        self.identified = 0

    def new_id(self) -> int:
        """A snowflake: greater than all before it, and of now."""
        return (int(time.time() * 1000) - _EPOCH) << 22 | next(self._counter) % (1 << 22)

    def emit(self, event: str, data: Json) -> None:
        """Tell the gateway of what just happened."""
        for hear in self.listeners:
            hear(event, data)
        self.touch()

    def touch(self) -> None:
        """Count a change and wake whoever waits for one."""
        self.seq += 1
        self._waking = asyncio.ensure_future(self._wake())

    async def _wake(self) -> None:
        async with self.changed:
            self.changed.notify_all()

    async def wait_beyond(self, seq: int) -> None:
        """Return once more than `seq` changes have happened."""
        async with self.changed:
            await self.changed.wait_for(lambda: self.seq > seq)

    def channel(self, channel_id: int) -> Json:
        """The channel or thread. Raises Refused."""
        if channel_id not in self.channels:
            raise unknown("Channel", 10003)
        return self.channels[channel_id]

    def member(self, user_id: int) -> Json:
        """The member. Raises Refused."""
        if user_id not in self.members:
            raise unknown("Member", 10007)
        return self.members[user_id]

    def is_thread(self, channel: Json) -> bool:
        """Whether it is a thread."""
        return "thread_metadata" in channel

    def threads(self, *, archived: bool, parent_id: int | None = None) -> list[Json]:
        """The threads that are or are not archived, newest first."""
        return sorted(
            (
                each
                for each in self.channels.values()
                if self.is_thread(each)
                and each["thread_metadata"]["archived"] is archived
                and parent_id in (None, int(each["parent_id"]))
            ),
            key=lambda each: -int(each["id"]),
        )

    def guild(self) -> Json:
        """The guild as GUILD_CREATE tells of it, with the threads that the bot can see."""
        return {
            "id": str(GUILD),
            "name": "Lantern Games",
            "owner_id": str(USERS["admin"]),
            "icon": None,
            "splash": None,
            "discovery_splash": None,
            "description": None,
            "banner": None,
            "afk_channel_id": None,
            "afk_timeout": 300,
            "verification_level": 0,
            "default_message_notifications": 1,
            "explicit_content_filter": 0,
            "mfa_level": 0,
            "nsfw_level": 0,
            "premium_tier": 0,
            "premium_progress_bar_enabled": False,
            "preferred_locale": "en-US",
            "system_channel_id": None,
            "system_channel_flags": 0,
            "rules_channel_id": None,
            "public_updates_channel_id": None,
            "features": [],
            "emojis": [],
            "stickers": [],
            "roles": list(self.roles.values()),
            "joined_at": "2026-01-01T00:00:00.000000+00:00",
            "large": False,
            "unavailable": False,
            "member_count": len(self.members),
            "members": [self.members[BOT]],
            "channels": [each for each in self.channels.values() if not self.is_thread(each)],
            "threads": self.threads(archived=False),
            "voice_states": [],
            "presences": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "soundboard_sounds": [],
        }
