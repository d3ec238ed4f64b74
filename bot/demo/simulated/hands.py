"""What people and accidents do to the simulated Discord by hand, behind the bot's back or at one moment."""

from collections.abc import Mapping, Sequence
from typing import Any

import discord
import simcord
from simcord import interactions as payloads
from simcord._modal import _modal_submit_nodes
from simcord.backend import serializers
from simcord.enums import ComponentType, InteractionType

from bot.demo.simulated.base import World


class Hands(World):
    """Acts that no bot asked for."""

    def add_guild(self, name: str, **options: Any) -> simcord.GuildHandle:
        """Make a guild with the bot in it; `owner` and `id` may be given."""
        return self.env.create_guild(name, **options)

    def add_member(
        self,
        guild: simcord.GuildHandle,
        name: str,
        roles: Sequence[simcord.RoleHandle] = (),
        display_name: str | None = None,
    ) -> simcord.MemberActor:
        """Make a user and let them join."""
        return guild.add_member(self.env.create_user(name, global_name=display_name), roles=roles)

    def add_private_channel(
        self, guild: simcord.GuildHandle, name: str, roles: Sequence[simcord.RoleHandle], topic: str | None = None
    ) -> simcord.ChannelHandle:
        """A text channel that the bot and these roles see, and nobody else."""
        roles_of_bots = [it for it in guild.roles.values() if self.backend.get_role(guild.id, it.id).managed]
        sees, hidden = discord.PermissionOverwrite(view_channel=True), discord.PermissionOverwrite(view_channel=False)
        overwrites: dict[Any, discord.PermissionOverwrite] = dict.fromkeys((*roles, *roles_of_bots), sees)
        overwrites[guild.roles["@everyone"]] = hidden
        return guild.create_text_channel(name, overwrites=overwrites, topic=topic)

    def guild_named(self, name: str) -> simcord.GuildHandle | None:
        """The guild of that name, also one that was recalled and not made here."""
        found = (guild for guild in self.backend.guilds.values() if guild.name == name)
        return next((simcord.GuildHandle(self.env, guild) for guild in found), None)

    def members_of(self, guild: simcord.GuildHandle) -> dict[str, simcord.MemberActor]:
        """The members of a guild by name, able to act."""
        users = [simcord.UserHandle(self.env, self.backend.get_user(user_id)) for user_id in guild.member_ids()]
        return {user.name: simcord.MemberActor(self.env, guild, user) for user in users}

    def owner_of(self, guild: simcord.GuildHandle) -> simcord.MemberActor:
        """The guild's owner, able to act."""
        return simcord.MemberActor(self.env, guild, guild.owner)

    def speaks(self, member: simcord.MemberActor, locale: str) -> None:
        """From now on the member's Discord is in that language."""
        self.backend.locales[member.id] = locale

    async def guild_speaks(self, guild: simcord.GuildHandle, locale: str) -> None:
        """The people of the guild choose that language for it."""
        self.backend.edit_guild(guild.id, {"preferred_locale": locale})
        await self.settle()

    async def give_role(self, member: simcord.MemberActor, role: simcord.RoleHandle) -> None:
        """Give a role by hand, as an administrator does."""
        self.backend.add_member_role(member.guild.id, member.id, role.id)
        await self.settle()

    async def take_role(self, member: simcord.MemberActor, role: simcord.RoleHandle) -> None:
        """Take a role by hand."""
        self.backend.remove_member_role(member.guild.id, member.id, role.id)
        await self.settle()

    async def delete_role(self, role: simcord.RoleHandle) -> None:
        """Delete a role by hand."""
        self.backend.delete_role(role.guild.id, role.id)
        await self.settle()

    async def leave(self, member: simcord.MemberActor) -> None:
        """The member leaves the guild."""
        self.backend.remove_member(member.guild.id, member.id)
        await self.settle()

    async def come_back(self, member: simcord.MemberActor, roles: Sequence[simcord.RoleHandle] = ()) -> None:
        """The member who left joins the guild again."""
        member.guild.add_member(member.user, roles=roles)
        await self.settle()

    def limit_bot(self, guild: simcord.GuildHandle, permissions: discord.Permissions) -> None:
        """Leave the bot these permissions only."""
        for role in guild.roles.values():
            if self.backend.get_role(guild.id, role.id).managed:
                self.backend.edit_role(guild.id, role.id, {"permissions": permissions.value})

    async def set_thread(self, channel_id: int, *, archived: bool, locked: bool = False) -> None:
        """Archive, lock or wake a thread by hand."""
        self.backend.edit_channel(channel_id, {}, thread_metadata={"archived": archived, "locked": locked})
        await self.settle()

    async def delete_channel(self, channel_id: int) -> None:
        """Delete a channel or thread by hand."""
        self.backend.delete_channel(channel_id)
        await self.settle()

    async def delete_message(self, channel_id: int, message_id: int) -> None:
        """Delete a message by hand, as a moderator does."""
        self.backend.delete_message(channel_id, message_id)
        await self.settle()

    def allow_everything(self, channel_id: int) -> None:
        """Take every overwrite out of a channel by hand."""
        self.backend.edit_channel(channel_id, {}, overwrites=[])

    def close_direct_messages(self, member: simcord.MemberActor) -> None:
        """From now on the bot's direct messages to the member are refused."""
        self.refuse("POST", f"/channels/{member.user.dm_channel.id}/messages", status=403, code=50007, times=None)

    def refuse(self, method: str, path: str, *, status: int, code: int = 0, times: int | None = 1) -> None:
        """Answer the bot's next `times` matching requests with an error; `path` may hold `*`, None is for ever."""
        self.env.inject_error(method, path, status=status, code=code, times=times)

    def stop_refusing(self) -> None:
        """Answer every request truly again."""
        self.backend.faults.clear()

    def press(self, member: simcord.MemberActor, message: Any, custom_id: str) -> simcord.InteractionResult:
        """Press a button and do not wait: several presses, then one `settle`, are people at the same moment."""
        channel_id: int = message.channel.id if isinstance(message, discord.Message) else message.channel_id
        data = {"custom_id": custom_id, "component_type": int(ComponentType.BUTTON)}
        return self._interact(member, channel_id, InteractionType.MESSAGE_COMPONENT, data, message.id)

    def submit(
        self, member: simcord.MemberActor, form: simcord.InteractionResult, values: Mapping[str, Any]
    ) -> simcord.InteractionResult:
        """Send a form that `form` shows and do not wait; `values` by custom_id, as `submit_modal` takes them."""
        shown, spec = form._interaction, form.modal or {}
        resolved: dict[str, Any] = {}
        nodes = _modal_submit_nodes(spec["components"], member, dict(values), resolved, shown.channel_id, [])
        data = {"custom_id": spec["custom_id"], "components": nodes, "resolved": resolved}
        return self._interact(member, shown.channel_id, InteractionType.MODAL_SUBMIT, data, shown.source_message_id)

    def _interact(
        self,
        member: simcord.MemberActor,
        channel_id: int,
        kind: InteractionType,
        data: dict[str, Any],
        message_id: int | None,
    ) -> simcord.InteractionResult:
        record, payload = payloads.base_payload(
            self.backend, type=kind, channel_id=channel_id, guild_id=member.guild.id, user_id=member.id, data=data
        )
        if message_id is not None:
            stored = self.backend.get_message(channel_id, message_id)
            payload["message"] = dict(serializers.message_payload(self.backend, stored))
        record.source_message_id = message_id
        self.backend.emit("INTERACTION_CREATE", payload)
        return simcord.InteractionResult(self.env, record)
