"""Where SimCord's Discord is kinder or poorer than the real one, put right: the unmodified bot meets the real rules."""

from collections.abc import Iterable, Mapping
from typing import Any

import simcord
from simcord._runtime import _attach_bot
from simcord.backend import Backend
from simcord.backend.access import channel_accessible
from simcord.backend.models import Channel, Message, Overwrite
from simcord.enums import ChannelType, MessageType

from bot.demo.simulated.clock import LiveClock

IDLE_SECONDS = 0.002
QUIET_SECONDS = 20.0
"""How long it is waited for the bot to be quiet: on a machine with other work five seconds are not enough."""

NONCE_SECONDS = 300.0
ROLE_MENTION_LIMIT = 100
ROOM_UNDER_A_CHANNEL_CATEGORY = 50
ROOM_OF_A_GUILD = 500
_MANAGE_THREADS = 1 << 34
_THREAD_IS_ARCHIVED = 50083
_THREAD_IS_LOCKED = 160005
_GUILD_IS_FULL = 30013
_INVALID_FORM = 50035


class FaithfulEnv(simcord.Env):
    """An Env over `FaithfulDiscord` that looks every two milliseconds, not every fifty, whether the bot is quiet."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, settle_timeout=QUIET_SECONDS, **options)
        self.backend = FaithfulDiscord()

    async def _settle_internal(self, *, idle: float = IDLE_SECONDS, **options: Any) -> None:
        await super()._settle_internal(idle=min(idle, IDLE_SECONDS), **options)

    async def replace_bot(self, bot: Any) -> None:
        """Drop the present bot where it stands, as a killed process does, and attach a fresh one."""
        self._begin_operation("replace_bot")
        try:
            await self._detach_bot()
            await _attach_bot(self, bot)
        finally:
            self._end_operation()

    async def tell_members(self) -> None:
        """Give a bot that asked for it the members of the guilds that it found at its login: SimCord forgets these.

        And take the archived threads from it, of which Discord tells nobody at a login.
        """
        with self._bot_scope():
            for guild in self.bot.guilds:
                for thread in filter(lambda each: each.archived, guild.threads):
                    guild._remove_thread(thread)
                if self.bot._connection._guild_needs_chunking(guild):
                    await guild.chunk()
        await self._settle_internal()


class FaithfulDiscord(Backend):
    """SimCord's world with what real Discord does and SimCord does not.

    - a private thread is made without a word in its parent channel, and remembers whether members may invite;
    - whoever writes in a thread is in it, and so are the people and the small roles that a message mentions,
      also when the mention comes by an edit, if they can see the parent channel;
    - a locked thread takes messages from those with Manage Threads only; a message wakes an archived one;
    - nothing but waking it changes an archived thread or the messages in it (50083);
    - a message sent twice under one enforced nonce exists once;
    - threads go with their channel;
    - a channel category takes fifty channels (50035, which names the field), and a guild five hundred (30013);
    - each user's Discord is in a language of its own.
    """

    clock: LiveClock

    def __init__(self) -> None:
        self._nonces: dict[tuple[int, str], tuple[float, int]] = {}
        self.locales: dict[int, str] = {}
        super().__init__(clock=LiveClock())

    def emit(self, event: str, payload: Mapping[str, Any]) -> None:
        """Tell of an event; who interacts does it in their language."""
        if event == "INTERACTION_CREATE" and "member" in payload:
            locale = self.locales.get(int(payload["member"]["user"]["id"]), payload["locale"])
            payload = {**payload, "locale": locale}
        super().emit(event, payload)

    def create_thread(
        self,
        parent_id: int,
        name: str,
        owner_id: int,
        *,
        type: int = ChannelType.PUBLIC_THREAD,  # noqa: A002 - SimCord's own name for it
        message_id: int | None = None,
        broadcast: bool = True,
        **options: Any,
    ) -> Channel:
        """Make a thread; a private one is not announced in its parent channel."""
        thread = super().create_thread(
            parent_id, name, owner_id, type=type, message_id=message_id, broadcast=False, **options
        )
        body = self._body_of("POST", f"/channels/{parent_id}/threads")
        if thread.thread_metadata is not None:
            thread.thread_metadata.invitable = bool(body.get("invitable", True))
        if broadcast:
            self.announce_thread_create(thread)
            if type != ChannelType.PRIVATE_THREAD:
                self.create_system_message(
                    parent_id,
                    MessageType.THREAD_CREATED,
                    owner_id,
                    target_channel_id=thread.id,
                    referenced_message_id=message_id,
                )
        return thread

    def create_channel(self, guild_id: int | None, name: str | None, **options: Any) -> Channel:
        """Make a channel where there is room for one more."""
        if guild_id is not None and len(self.get_guild(guild_id).channel_ids) >= ROOM_OF_A_GUILD:
            raise simcord.BackendError(400, _GUILD_IS_FULL, "Maximum number of guild channels reached (500)")
        self._room_under(options.get("parent_id"))
        return super().create_channel(guild_id, name, **options)

    def commit_message(self, message: Message, *, broadcast: bool = True) -> Message:
        """Send a message where the thread allows it, once for each enforced nonce."""
        if message.is_ephemeral or message.system_metadata is not None:
            return super().commit_message(message, broadcast=broadcast)
        channel = self.get_channel(message.channel_id)
        self._open_for(channel, message.author_id)
        nonce = self._nonce_of(message)
        if nonce is not None and (earlier := self._sent_before(channel.id, nonce)) is not None:
            return earlier
        committed = super().commit_message(message, broadcast=broadcast)
        if nonce is not None:
            self._nonces[channel.id, nonce] = (self.clock.elapsed, committed.id)
        self._bring_in(channel, committed)
        return committed

    def edit_message(self, channel_id: int, message_id: int, fields: dict[str, Any]) -> Message:
        """Edit a message, unless its thread is archived."""
        channel = self.get_channel(channel_id)
        if not self.get_message(channel_id, message_id).is_ephemeral:
            self._refuse_archived(channel)
        message = super().edit_message(channel_id, message_id, fields)
        if not message.is_ephemeral:
            self._bring_in(channel, message)
        return message

    def edit_channel(
        self,
        channel_id: int,
        changes: Mapping[str, Any],
        *,
        overwrites: list[Overwrite] | None = None,
        thread_metadata: Mapping[str, Any] | None = None,
    ) -> Channel:
        """Change a channel; an archived thread only if the same change wakes it."""
        channel = self.get_channel(channel_id)
        if (thread_metadata or {}).get("archived") is not False:
            self._refuse_archived(channel)
        if changes.get("parent_id", channel.parent_id) != channel.parent_id:
            self._room_under(changes["parent_id"])
        return super().edit_channel(channel_id, changes, overwrites=overwrites, thread_metadata=thread_metadata)

    def add_thread_member(self, thread_id: int, user_id: int) -> Channel:
        """Bring somebody into a thread that is not archived."""
        self._refuse_archived(self.get_thread(thread_id))
        return super().add_thread_member(thread_id, user_id)

    def remove_thread_member(self, thread_id: int, user_id: int) -> Channel:
        """Put somebody out of a thread that is not archived."""
        self._refuse_archived(self.get_thread(thread_id))
        return super().remove_thread_member(thread_id, user_id)

    def delete_channel(self, channel_id: int) -> None:
        """Delete a channel and, without an event of their own, its threads."""
        super().delete_channel(channel_id)
        for thread in [channel for channel in self.channels.values() if channel.parent_id == channel_id]:
            if thread.is_thread and thread.guild_id is not None:
                del self.channels[thread.id]
                self.messages.pop(thread.id, None)
                self.get_guild(thread.guild_id).thread_ids.remove(thread.id)

    def manages_threads(self, thread: Channel, user_id: int) -> bool:
        """Whether the user holds Manage Threads here, by a role, an overwrite or as the guild's owner."""
        if thread.guild_id is None or user_id not in self.get_guild(thread.guild_id).members:
            return False
        return bool(self.compute_permissions(thread.guild_id, user_id, thread.id) & _MANAGE_THREADS)

    def _body_of(self, method: str, path: str) -> dict[str, Any]:
        """The JSON body of the request being answered, when it is the named one."""
        request = self.http_requests[-1] if self.http_requests else None
        if request is None or (request.method, request.path) != (method, path) or not isinstance(request.json, dict):
            return {}
        return request.json

    def _nonce_of(self, message: Message) -> str | None:
        if message.author_id != self.bot_user.id:
            return None
        body = self._body_of("POST", f"/channels/{message.channel_id}/messages")
        return str(body["nonce"]) if body.get("enforce_nonce") and body.get("nonce") else None

    def _sent_before(self, channel_id: int, nonce: str) -> Message | None:
        sent_at, message_id = self._nonces.get((channel_id, nonce), (float("-inf"), 0))
        if self.clock.elapsed - sent_at > NONCE_SECONDS:
            return None
        return self.messages[channel_id].get(message_id)

    def _room_under(self, parent_id: int | None) -> None:
        under = [each for each in self.channels.values() if parent_id and each.parent_id == parent_id]
        if len([each for each in under if not each.is_thread]) >= ROOM_UNDER_A_CHANNEL_CATEGORY:
            full = {"code": "CHANNEL_PARENT_MAX_CHANNELS", "message": "Maximum number of channels in category (50)"}
            named = {"parent_id": {"_errors": [full]}}
            raise simcord.BackendError(400, _INVALID_FORM, "Invalid Form Body", errors=named)

    def _refuse_archived(self, channel: Channel) -> None:
        if channel.thread_metadata is not None and channel.thread_metadata.archived:
            raise simcord.BackendError(400, _THREAD_IS_ARCHIVED, "Thread is archived")

    def _open_for(self, channel: Channel, author_id: int) -> None:
        meta = channel.thread_metadata
        if meta is None:
            return
        if meta.locked and not self.manages_threads(channel, author_id):
            raise simcord.BackendError(400, _THREAD_IS_LOCKED, "Thread is locked")
        if meta.archived:
            self.edit_channel(channel.id, {}, thread_metadata={"archived": False})

    def _bring_in(self, thread: Channel, message: Message) -> None:
        if thread.thread_metadata is None or message.webhook_id is not None:
            return
        people = [message.author_id]
        if thread.thread_metadata.invitable or self.manages_threads(thread, message.author_id):
            people += [*message.ping_user_ids, *self._holders(thread, message.ping_role_ids)]
        for user_id in people:
            if user_id not in thread.thread_members and channel_accessible(self, thread.parent_id or 0, user_id):
                self.add_thread_member(thread.id, user_id)

    def _holders(self, thread: Channel, role_ids: Iterable[int]) -> list[int]:
        members = self.get_guild(thread.guild_id or 0).members
        held = {role: [user for user, member in members.items() if role in member.role_ids] for role in role_ids}
        return [user for users in held.values() if len(users) <= ROLE_MENTION_LIMIT for user in users]
