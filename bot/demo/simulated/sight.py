"""What can be seen of the simulated Discord, by whom, and what the bot asked of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

import discord
import simcord
from simcord.backend.access import channel_accessible
from simcord.enums import ChannelType

from bot.demo.simulated.base import World


@dataclass(frozen=True)
class Place:
    """A channel, thread or direct message as a list of them shows it.

    `name` of a direct message is the member's; `count` is the number of messages in it, ephemeral ones left out.
    """

    id: int
    name: str
    kind: Literal["channel", "category", "thread", "private thread", "direct message"]
    parent_id: int | None
    archived: bool
    locked: bool
    members: tuple[int, ...]
    count: int


class Sight(World):
    """Questions about the world that change nothing."""

    def places(self) -> list[Place]:
        """Every channel, thread and direct message there is, each thread after its channel."""
        channels = sorted(self.backend.channels.values(), key=lambda it: (it.guild_id is None, it.position, it.id))
        threads: dict[int | None, list[Any]] = {}
        for channel in channels:
            if channel.is_thread:
                threads.setdefault(channel.parent_id, []).append(channel)
        roots = [channel for channel in channels if not channel.is_thread]
        return [self._place(it) for root in roots for it in (root, *threads.get(root.id, ()))]

    def _place(self, channel: Any) -> Place:
        kinds = {ChannelType.CATEGORY: "category", ChannelType.DM: "direct message"}
        kinds |= {ChannelType.PRIVATE_THREAD: "private thread", ChannelType.PUBLIC_THREAD: "thread"}
        meta = channel.thread_metadata
        messages = self.backend.messages.get(channel.id, {}).values()
        people = tuple(channel.thread_members) if meta else tuple(channel.recipient_ids)
        return Place(
            id=channel.id,
            name=channel.name or ", ".join(self.backend.get_user(user).name for user in channel.recipient_ids),
            kind=cast("Any", kinds.get(channel.type, "channel")),
            parent_id=channel.parent_id,
            archived=bool(meta and meta.archived),
            locked=bool(meta and meta.locked),
            members=people,
            count=sum(not message.is_ephemeral for message in messages),
        )

    def channel(self, channel_id: int) -> simcord.ChannelHandle:
        """The handle of a channel, thread or direct message. Raises simcord.BackendError when there is none."""
        stored = self.backend.get_channel(channel_id)
        guild = simcord.GuildHandle(self.env, self.backend.get_guild(stored.guild_id)) if stored.guild_id else None
        return simcord.ChannelHandle(self.env, guild, stored)

    def viewer(self, user_id: int, channel: simcord.ChannelHandle) -> simcord.MemberActor | simcord.UserHandle:
        """The user as one who looks at this channel and acts in it: a member, or in a direct message the user."""
        user = simcord.UserHandle(self.env, self.backend.get_user(user_id))
        return user if channel.guild is None else simcord.MemberActor(self.env, channel.guild, user)

    def messages(self, channel_id: int, viewer: simcord.MemberActor | None = None) -> list[discord.Message]:
        """What stands in a channel, oldest first; with a viewer, what that member sees there."""
        return self.channel(channel_id).history(viewer=viewer)

    def can_see(self, user_id: int, channel_id: int) -> bool:
        """Whether the user can open the channel and read its history."""
        return channel_accessible(self.backend, channel_id, user_id, history=True)

    def can_write(self, user_id: int, channel_id: int) -> bool:
        """Whether the user can send a message there now."""
        channel = self.backend.get_channel(channel_id)
        name = "send_messages_in_threads" if channel.is_thread else "send_messages"
        try:
            self.backend.require_permissions(channel.guild_id, user_id, channel_id, name)
        except simcord.BackendError:
            return False
        locked = channel.thread_metadata is not None and channel.thread_metadata.locked
        return not locked or self.backend.manages_threads(channel, user_id)

    def who_sees(self, channel_id: int) -> set[int]:
        """The ids of all users but the bot who can read the channel."""
        people = self.backend.users.keys() - {self.bot_user_id}
        return {user_id for user_id in people if self.can_see(user_id, channel_id)}

    @property
    def requests(self) -> list[simcord.HttpLogEntry]:
        """Every request that bots made of this Discord, in order."""
        return self.backend.http_requests


def texts(messages: Sequence[discord.Message]) -> Iterator[str]:
    """All the words of messages: contents, embeds and components alike, so that a test can look for what is read."""
    for message in messages:
        yield message.content
        for embed in message.embeds:
            yield from filter(None, (embed.title, embed.description, *(field.value for field in embed.fields)))
        yield from _words(message.components)


def _words(components: Sequence[Any]) -> Iterator[str]:
    for component in components:
        for name in ("content", "label"):
            if isinstance(word := getattr(component, name, None), str):
                yield word
        yield from _words(getattr(component, "children", ()) or ())
