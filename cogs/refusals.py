"""The table of words for everything that can stand against an act: what it is, and what the member can do about it."""

from collections.abc import Callable, Mapping
from typing import Any

from discord import app_commands

from cogs.faults import fault_lines
from cogs.language import mark, say, say_n
from cogs.words.shared import moment, since
from desk import errors

FORBIDDEN: Mapping[str, str] = {
    "see": mark("You cannot see this ticket. Ask its owner or the staff."),
    "see_notes": mark("Notes are for staff alone."),
    "reply": mark("You may read this ticket, but not write in it. Ask a responder of its category to reply for you."),
    "note": mark("Notes are for staff. Use `/ticket reply` to write to everybody in the ticket."),
    "send_ready_reply": mark("Ready replies are sent by staff. Use `/ticket reply` to write yourself."),
    "keep_replies": mark(
        "Ready replies are kept by those who manage tickets or define categories. Administrators give that to a role: "
        "`/desk grant`."
    ),
    "edit_title": mark("Only the ticket's owner and its staff change the title. Ask a responder of its category."),
    "close": mark("Only the ticket's owner and its staff close it. Ask a responder of its category."),
    "reopen": mark("Only the ticket's owner and its staff reopen it. Ask a responder of its category."),
    "claim": mark(
        "Only responders of the ticket's category and those who manage tickets claim it or give a claim back."
    ),
    "sort": mark("Only the ticket's staff does that. Ask a responder of its category."),
    "rate": mark("Only who opened the ticket rates it. Ask them to."),
    "see_rating": mark("What its owner said is for the staff. Ask a responder of its category."),
    "open_in": mark(
        "Only certain roles open tickets in this category, and you hold none of them. "
        "`/ticket open` shows what you can choose."
    ),
    "open_for": mark(
        "Only responders of a category and those who manage tickets open tickets for others. Ask one of them."
    ),
    "see_member": mark("The member card is for responders and those who manage tickets. Ask one of them."),
    "note_member": mark("Notes about members are for responders and those who manage tickets. Ask one of them."),
    "delete_own_message": mark("You cannot delete this message. Ask a responder of the ticket's category."),
    "delete_any_message": mark("You may delete your own messages only. Ask a responder of the ticket's category."),
}

GRANTS: Mapping[str, str] = {
    "administrator": mark(
        "Only the server's owner and members with the Administrator permission do this. Ask one of them."
    ),
    "manage_tickets": mark("This is for those who manage tickets. Administrators give that to a role: `/desk grant`."),
    "define_tickets": mark(
        "This is for those who define categories. Administrators give that to a role: `/desk grant`."
    ),
}

MISSING: Mapping[str, str] = {
    "ticket": mark(
        "There is no such ticket, or you cannot see it. Use this in the ticket's thread or channel, or pick one of "
        "those offered at `ticket`."
    ),
    "message": mark("That is no message of a ticket that you can see. Pick a message in a ticket's thread."),
    "file": mark("That is no message of a ticket that you can see. Pick a message in a ticket's thread."),
    "category": mark(
        "There is no such category. Pick one of those offered at `category`; `/category list` shows them all."
    ),
    "categories": mark("There are no categories yet. Make one first: `/category create`."),
    "reply": mark("There is no such ready reply for this ticket. Pick one of those offered at `name`."),
    "key": mark("You have no such key. `/desk key list` shows those that you have."),
    "member": mark("That is no member of this server. Pick somebody who is here."),
    "whose": mark("Whose card? Pick a member, or use this in a ticket's thread."),
    "note": mark("That note is gone. `/ticket member` shows those that there are."),
    "unclaimed": mark("There is no ticket to claim at the moment. `/ticket queue` shows those that are open."),
    "panel": mark("That panel is gone. Somebody who defines categories can post one: `/category panel`."),
}


def _forbidden(error: errors.Forbidden) -> str:
    return say(FORBIDDEN.get(error.action, mark("You may not do this. Ask the ticket's staff.")))


def _blocked(error: errors.Blocked) -> str:
    if error.until is None:
        return say("You are blocked: you can read and close your tickets, and no more. Ask the staff of this server.")
    return say(
        "You are blocked until {when}: you can read and close your tickets, and no more. Ask the staff of this server.",
        when=moment(error.until),
    )


def _invalid(error: errors.Invalid) -> str:
    return f"{say('That cannot be taken as it is:')}\n{fault_lines(error.fields)}"


def _claimed(error: errors.AlreadyClaimed) -> str:
    return say(
        "{member} has claimed this ticket. Ask them to give it back with `/ticket release`; "
        "somebody who manages tickets can give it to another: `/ticket assign`.",
        member=f"<@{error.holder_id}>",
    )


def _limit(error: errors.TicketLimit) -> str:
    if error.owner_id is not None:
        return say(
            "{member} has as many tickets open in this category as it allows. Write in ticket #{number}, or close it.",
            member=f"<@{error.owner_id}>",
            number=error.number,
        )
    return say_n(
        "You can have one ticket open at a time in this category. Write in ticket #{number}, or close it first.",
        "You can have {n} tickets open at a time in this category. Write in ticket #{number}, or close it first.",
        error.limit,
        number=error.number,
    )


def _too_soon(error: errors.TooSoon) -> str:
    return say("You opened a ticket here a short while ago. You can open the next one {when}.", when=since(error.at))


# By class; the nearest class that an error has among its bases answers for it: by one text, or by what it makes of it.
WORDS: Mapping[type[Exception], str | Callable[[Any], str]] = {
    errors.DeskError: mark("The desk could not do this. Try again in a moment."),
    errors.Forbidden: _forbidden,
    errors.Blocked: _blocked,
    errors.MissingGrant: lambda error: say(GRANTS.get(error.grant, GRANTS["administrator"])),
    errors.NotFound: lambda error: say(
        MISSING.get(error.kind, mark("There is no such thing. Pick one of those offered."))
    ),
    errors.Invalid: _invalid,
    errors.Conflict: mark("The ticket is not in a state for that. Look at it with `/ticket show`."),
    errors.AlreadyClaimed: _claimed,
    errors.ClaimerAnswers: lambda error: say(
        "In this category only who has claimed a ticket answers, and that is {member}. Ask them to give it back with "
        "`/ticket release`, leave a note with `/ticket note`, or have it given to you: `/ticket assign`.",
        member=f"<@{error.holder_id}>",
    ),
    errors.TicketOpen: mark("This ticket is open. It is rated once it is closed: `/ticket close`."),
    errors.ReopenOver: lambda error: say_n(
        "This ticket could be reopened for one hour after it was closed; that time is over. Open a new one: "
        "`/ticket open`.",
        "This ticket could be reopened for {n} hours after it was closed; that time is over. Open a new one: "
        "`/ticket open`.",
        error.hours,
    ),
    errors.RatingFinal: lambda error: say_n(
        "You rated this ticket already. That could be changed for one day, which is over.",
        "You rated this ticket already. That could be changed for {n} days, which are over.",
        error.days,
    ),
    errors.TicketClosed: mark("This ticket is closed. Reopen it first: `/ticket reopen`."),
    errors.TicketLimit: _limit,
    errors.StaleVersion: mark("Somebody changed the ticket at the same moment. Try again in a moment."),
    errors.TooSoon: _too_soon,
    errors.FormChanged: mark("Somebody else has changed this form meanwhile. Look at it again: `/category form`."),
    errors.KeyReused: mark("This was sent already, with something else in it. Open it anew and send it again."),
    errors.Unavailable: mark("The desk cannot do this now. Try again in a moment."),
    errors.RolesUnknown: mark("Discord does not say at the moment who holds which role. Try again in a moment."),
    errors.StoreBusy: mark("The desk is busy. Nothing was changed. Try again in a moment."),
    errors.StoreFull: mark("The desk has no room left. Nothing was changed. Tell whoever runs it."),
    errors.FilesFull: mark("The desk has no room left. Nothing was changed. Tell whoever runs it."),
    errors.ShareFull: mark("The desk has no room left. Nothing was changed. Tell whoever runs it."),
    errors.StoreFailed: mark("The desk's disk failed. Nothing was changed. Try again in a moment."),
    errors.OutcomeUnknown: mark(
        "The desk's disk failed, and whether this was done shows after its restart. Look before you do it again."
    ),
    errors.StoreClosed: mark("The desk is just stopping. Nothing was changed. Try again in a moment."),
    app_commands.NoPrivateMessage: mark("This works in a server only. Do it there."),
    app_commands.TransformerError: MISSING["member"],
    app_commands.CommandSignatureMismatch: mark("This command has just changed. Reload Discord and use it again."),
    app_commands.CommandNotFound: mark("This command is gone. Reload Discord and pick another."),
}


def refusal(error: Exception) -> str | None:
    """The words for `error`; None when it is nothing that the desk or Discord refuses with."""
    for kind in type(error).__mro__:
        if (words := WORDS.get(kind)) is not None:
            return say(words) if isinstance(words, str) else words(error)
    return None
