"""Every word that the relay puts into Discord of its own."""

from collections.abc import Collection

from desk.actor import Via
from desk.models import Status, Ticket

NO_REASON = ""
TOPIC = "Tickets are private threads of this channel, kept by the bot."
PANEL = "## Open a ticket\nChoose what it is about. Only you and those who answer will read it."
PANEL_EMPTY = "## Open a ticket\nThere is nothing to choose from at the moment."
OPENING_BELOW = "-# The opening message follows."
OPENING_DELETED = "-# The opening message was deleted."
NO_PLACE = "no_place"
ROLES_SHOWN = 10


def card_title(ticket: Ticket, title: str) -> str:
    """The first line of the header card."""
    return f"### {ticket.number:04d} · {title}"


def card_facts(ticket: Ticket, category: str, holder: str | None) -> str:
    """Who, where, how far."""
    lines = [f"**Opened by** <@{ticket.owner_id}>", f"**Category** {category}"]
    if ticket.status is Status.CLOSED:
        lines.append(f"**Closed**, claimed by {holder}" if holder else "**Closed**")
    else:
        lines.append(f"**Claimed by** {holder}" if holder else "**Open**, claimed by nobody yet")
    return "\n".join(lines)


def card_reason(reason: str) -> str:
    """Why it was closed."""
    return f"**Reason** {reason}"


def opened_with(name: str) -> str:
    """What stands over the opening message."""
    return f"**{name}** wrote:"


def roles_shown(role_ids: Collection[int]) -> list[int]:
    """The roles that a card names: all of them, unless they are more than it has room for."""
    return sorted(role_ids)[:ROLES_SHOWN]


def staff(role_ids: Collection[int], entering: str) -> str:
    """Which roles answer and see the ticket, and who is named to enter; empty for none."""
    left = len(role_ids) - ROLES_SHOWN
    more = f"and {left} more" if left > 0 else ""
    named = " ".join(filter(None, (*(f"<@&{role}>" for role in roles_shown(role_ids)), more, entering)))
    return f"-# Staff: {named}" if named else ""


def reply_heading(name: str, via: Via) -> str:
    """What stands over a reply that the bot posts for its author."""
    return f"**{name}** · through the API" if via is Via.REST else f"**{name}**"


def claimed(name: str, holder: str, *, own: bool) -> str:
    """The notice of a claim."""
    return f"-# **{name}** claimed this ticket." if own else f"-# **{name}** assigned this ticket to **{holder}**."


def released(name: str) -> str:
    """The notice of a claim given back."""
    return f"-# **{name}** released this ticket: it is claimed by nobody."


def closed(name: str) -> str:
    """The notice of closing."""
    return f"-# **{name}** closed this ticket."


def reopened(name: str) -> str:
    """The notice of reopening."""
    return f"-# **{name}** reopened this ticket."
