"""The table of words for everything that can stand against an act: what it is, and what the member can do about it."""

from collections.abc import Callable, Mapping
from typing import Any

from discord import app_commands

from cogs.words import moment
from desk import errors
from desk.errors import Fault

AGAIN = "Try again in a moment."

FORBIDDEN: Mapping[str, str] = {
    "see": "You cannot see this ticket. Ask its owner or the staff.",
    "see_notes": "Notes are for staff alone.",
    "reply": "You may read this ticket, but not write in it. Ask a responder of its category to reply for you.",
    "note": "Notes are for staff. Use `/ticket reply` to write to everybody in the ticket.",
    "edit_title": "Only the ticket's owner and its staff change the title. Ask a responder of its category.",
    "close": "Only the ticket's owner and its staff close it. Ask a responder of its category.",
    "reopen": "Only the ticket's owner and its staff reopen it. Ask a responder of its category.",
    "claim": "Only responders of the ticket's category and those who manage tickets claim it or give a claim back.",
    "sort": "Only the ticket's staff does that. Ask a responder of its category.",
    "delete_own_message": "You cannot delete this message. Ask a responder of the ticket's category.",
    "delete_any_message": "You may delete your own messages only. Ask a responder of the ticket's category.",
}

GRANTS: Mapping[str, str] = {
    "administrator": "Only the server's owner and members with the Administrator permission do this. Ask one of them.",
    "manage_tickets": "This is for those who manage tickets. Administrators give that to a role: `/desk grant`.",
    "define_tickets": "This is for those who define categories. Administrators give that to a role: `/desk grant`.",
}

MISSING: Mapping[str, str] = {
    "ticket": "There is no such ticket that you can see. Use this in the ticket's thread, or pick one of those offered "
    "at `ticket`.",
    "message": "That is no message of a ticket that you can see. Pick a message in a ticket's thread.",
    "category": "There is no such category. Pick one of those offered at `category`; `/category list` shows them all.",
    "categories": "There are no categories yet. Make one first: `/category create`.",
    "key": "You have no such key. `/desk key list` shows those that you have.",
    "member": "That is no member of this server. Pick somebody who is here.",
    "panel": "That panel is gone. Somebody who defines categories can post one: `/category panel`.",
}

FIELDS: Mapping[str, str] = {
    "title": "Title",
    "message": "Message",
    "content": "Message",
    "name": "Name",
    "description": "Description",
    "color": "Colour",
    "responderRoleIds": "Responders",
    "viewerRoleIds": "Viewers",
    "ticketLimit": "Limit",
    "claimedBy": "Member",
    "member": "Member",
    "role": "Role",
    "channel": "Channel",
    "closeReason": "Reason",
    "scopes": "Scopes",
    "expiresAt": "End",
    "page": "Page",
}

FAULTS: Mapping[str, str] = {
    "unstorable": "holds characters that cannot be kept; type it anew.",
    "blank": "is empty; write something.",
    "too_short": "is too short; write at least {limit} characters.",
    "too_long": "is too long; write at most {limit} characters.",
    "bad_color": "is no colour; write it like `#3b82f6`, or leave it empty.",
    "out_of_range": "is out of range; at most {limit}, or 0 for none.",
    "unknown_role": "has a role that cannot be used; choose roles of this server that no bot or service keeps.",
    "everyone": "cannot be @everyone; choose another role.",
    "not_a_responder": "cannot claim this ticket; choose a responder of its category who is not blocked.",
    "manages_tickets": "manages tickets and cannot be blocked; take that from their roles first.",
    "only_when_closing": "belongs to a closed ticket; close it first.",
    "too_deep": "is too far down; narrow the list with `status` and `category`.",
    "no_place_for_it": "is no place for a panel; choose a text channel in which the bot may see and write.",
    "missing": "is missing; choose one.",
    "past": "is over already; choose a later time.",
    "too_many": "is one too many: you have {limit} keys. Revoke one first: `/desk key revoke`.",
}


def _forbidden(error: errors.Forbidden) -> str:
    return FORBIDDEN.get(error.action, "You may not do this. Ask the ticket's staff.")


def _blocked(error: errors.Blocked) -> str:
    until = f" until {moment(error.until)}" if error.until else ""
    return f"You are blocked{until}: you can read and close your tickets, and no more. Ask the staff of this server."


def _invalid(error: errors.Invalid) -> str:
    lines = dict.fromkeys(_fault(name, fault) for name, fault in error.fields.items())
    return "That cannot be taken as it is:\n" + "\n".join(f"- {each}" for each in lines)


def _fault(name: str, fault: Fault) -> str:
    words = FAULTS.get(fault.code, "cannot be taken; change it.").replace("{limit}", str(fault.limit))
    return f"**{FIELDS.get(name.partition('[')[0], name)}** {words}"


def _claimed(error: errors.AlreadyClaimed) -> str:
    return (
        f"<@{error.holder_id}> has claimed this ticket. Ask them to give it back with `/ticket release`; "
        "somebody who manages tickets can give it to another: `/ticket assign`."
    )


def _limit(error: errors.TicketLimit) -> str:
    many = "one ticket" if error.limit == 1 else f"{error.limit} tickets"
    return f"You can have {many} open at a time in this category. Write in ticket #{error.number}, or close it first."


# By class; the nearest class that an error has among its bases answers for it.
WORDS: Mapping[type[Exception], Callable[[Any], str]] = {
    errors.DeskError: lambda _: f"The desk could not do this. {AGAIN}",
    errors.Forbidden: _forbidden,
    errors.Blocked: _blocked,
    errors.MissingGrant: lambda error: GRANTS.get(error.grant, GRANTS["administrator"]),
    errors.NotFound: lambda error: MISSING.get(error.kind, "There is no such thing. Pick one of those offered."),
    errors.Invalid: _invalid,
    errors.Conflict: lambda _: "The ticket is not in a state for that. Look at it with `/ticket show`.",
    errors.AlreadyClaimed: _claimed,
    errors.TicketClosed: lambda _: "This ticket is closed. Reopen it first: `/ticket reopen`.",
    errors.TicketLimit: _limit,
    errors.StaleVersion: lambda _: f"Somebody changed the ticket at the same moment. {AGAIN}",
    errors.KeyReused: lambda _: f"This was asked before in another way. {AGAIN}",
    errors.Unavailable: lambda _: f"The desk cannot do this now. {AGAIN}",
    errors.RolesUnknown: lambda _: f"Discord does not say at the moment who holds which role. {AGAIN}",
    errors.StoreBusy: lambda _: f"The desk is busy. Nothing was changed. {AGAIN}",
    errors.StoreFull: lambda _: "The desk has no room left. Nothing was changed. Tell whoever runs it.",
    errors.StoreFailed: lambda _: f"The desk's disk failed. Nothing was changed. {AGAIN}",
    errors.OutcomeUnknown: lambda _: (
        "The desk's disk failed, and whether this was done shows after its restart. Look before you do it again."
    ),
    errors.StoreClosed: lambda _: f"The desk is just stopping. Nothing was changed. {AGAIN}",
    app_commands.NoPrivateMessage: lambda _: "This works in a server only. Do it there.",
    app_commands.TransformerError: lambda _: MISSING["member"],
    app_commands.CommandSignatureMismatch: lambda _: "This command has just changed. Reload Discord and use it again.",
    app_commands.CommandNotFound: lambda _: "This command is gone. Reload Discord and pick another.",
}


def refusal(error: Exception) -> str | None:
    """The words for `error`; None when it is nothing that the desk or Discord refuses with."""
    for kind in type(error).__mro__:
        if kind in WORDS:
            return WORDS[kind](error)
    return None
