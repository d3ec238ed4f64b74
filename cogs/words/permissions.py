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


def named(permissions: Iterable[str]) -> str:
    """Some permissions by their names."""
    return ", ".join(f"**{say(NAMES[each])}**" if each in NAMES else each for each in permissions)
