"""Discord's permissions as Discord's own screens call them."""

from collections.abc import Iterable, Mapping

from cogs.language import mark, say

NAMES: Mapping[str, str] = {
    "view_channel": mark("View Channels"),
    "manage_channels": mark("Manage Channels"),
    "manage_roles": mark("Manage Permissions"),
    "send_messages": mark("Send Messages"),
    "send_messages_in_threads": mark("Send Messages in Threads"),
    "create_private_threads": mark("Create Private Threads"),
    "manage_threads": mark("Manage Threads"),
    "manage_messages": mark("Manage Messages"),
    "read_message_history": mark("Read Message History"),
    "embed_links": mark("Embed Links"),
    "attach_files": mark("Attach Files"),
}


_OF_SERVER: Mapping[str, str] = {**NAMES, "manage_roles": mark("Manage Roles")}
"""In the settings of a role one of them is called otherwise than in those of a channel."""


def named(permissions: Iterable[str], *, server: bool = False) -> str:
    """Some permissions by their names; `server`: as they are called in the settings of the server's roles."""
    names = _OF_SERVER if server else NAMES
    return ", ".join(f"**{say(names[each])}**" if each in names else each for each in permissions)
