"""What is said of tickets: opened, claimed, closed, listed, deleted."""

from collections.abc import Mapping, Sequence

from cogs.language import mark, say, say_n
from cogs.typed import flat, line, room, shortened
from cogs.words.shared import moment, numbered, person, since
from desk.closing import INACTIVE, OWNER_LEFT
from desk.ending import Ending
from desk.following import PLACE_GONE
from desk.merging import MERGED
from desk.models import Place, PlaceState, Status, Ticket

# What the relay notes of a ticket's place when the guild has as many channels as can be.
_GUILD_FULL = " 30013"
STATES: Mapping[Status, str] = {Status.OPEN: mark("open"), Status.CLOSED: mark("closed")}


def place_link(place: Place) -> str:
    """Where the ticket is in Discord."""
    if place.channel_id is not None and place.state is not PlaceState.FAILED:
        return say("It is here: {thread}", thread=f"<#{place.channel_id}>")
    if place.error == PLACE_GONE:
        return say("Its thread was deleted in Discord; it is in `/ticket show`.")
    if place.state is PlaceState.FAILED:
        return say("It has no thread or channel; it is in `/ticket show`.")
    return say("It appears in a moment.")


def opened(ticket: Ticket, place: Place) -> str:
    """After opening: the link to the ticket, or in plain words that nothing was opened."""
    if place.state is PlaceState.FAILED:
        if (place.error or "").endswith(_GUILD_FULL):
            return say(
                "Your ticket could not be opened: this server has as many channels as Discord allows. "
                "Tell an administrator of this server, and try again when there is room."
            )
        return say(
            "Your ticket could not be opened: Discord refused to make a thread or channel for it. "
            "Tell an administrator of this server that the bot lacks a permission, and try again."
        )
    return say("Your ticket #{number} is open. {where}", number=ticket.number, where=place_link(place))


def opened_for(ticket: Ticket, place: Place) -> str:
    """After staff opened a ticket for a member."""
    return say(
        "Ticket #{number} is open, and it is {member}'s. {where}",
        number=ticket.number,
        member=f"<@{ticket.owner_id}>",
        where=place_link(place),
    )


def opened_before(ticket: Ticket, place: Place) -> str:
    """When the same form comes again: the ticket that it has become."""
    return say("You have opened this already: ticket #{number}. {where}", number=ticket.number, where=place_link(place))


def away(when: str) -> str:
    """After opening outside working hours."""
    return say("Nobody of the staff is here right now. They are back {when}.", when=moment(when))


def claimed(ticket: Ticket) -> str:
    """After claiming."""
    return say("Ticket #{number} is yours.", number=ticket.number)


def released(ticket: Ticket) -> str:
    """After giving a claim back."""
    return say("Ticket #{number} is nobody's now. Anybody on its staff can claim it.", number=ticket.number)


def assigned(ticket: Ticket) -> str:
    """After giving a claim to somebody."""
    return say("Ticket #{number} is {member}'s now.", number=ticket.number, member=f"<@{ticket.claimed_by}>")


def closed(ticket: Ticket) -> str:
    """After closing."""
    return say("Ticket #{number} is closed. Reopen brings it back.", number=ticket.number)


def closes(ending: Ending) -> str:
    """After staff put closing off."""
    return say("The ticket closes {when}, unless its member writes before.", when=since(ending.due_at or ending.at))


def asked_to_close() -> str:
    """After staff had the owner asked."""
    return say("Its owner is asked whether the ticket can be closed.")


def stays_open(ticket: Ticket) -> str:
    """After somebody kept a ticket open."""
    return say("Ticket #{number} stays open.", number=ticket.number)


def reason_kept() -> str:
    """After the reason of closing was given."""
    return say("The reason is noted.")


def reopened(ticket: Ticket) -> str:
    """After reopening."""
    return say("Ticket #{number} is open again.", number=ticket.number)


def ask_delete(ticket: Ticket) -> str:
    """Before a ticket is deleted."""
    return say(
        "Delete ticket #{number} {title} with all its messages, its notes and its thread or channel? "
        "Nobody can bring it back.",
        number=ticket.number,
        title=line(ticket.title, 80),
    )


def deleted(ticket: Ticket) -> str:
    """After a ticket was deleted."""
    return say("Ticket #{number} is deleted.", number=ticket.number)


def row(ticket: Ticket) -> str:
    """A ticket as a row of a list."""
    facts = [_category(ticket, 40), say(STATES[ticket.status])]
    if ticket.claimed_by is not None:
        facts.append(person(ticket.claimed_by))
    facts.append(since(ticket.updated_at))
    return f"{numbered(ticket)} **{line(ticket.title, 60)}**\n{' · '.join(facts)}"


def to_pick(ticket: Ticket) -> str:
    """A ticket among those offered while a number is typed: at most 100 characters, the state among them."""
    number, state = f"#{ticket.number} ", f" ({say(STATES[ticket.status])})"
    return number + shortened(flat(ticket.title), 100 - room(number) - room(state)) + state


def _category(ticket: Ticket, most: int) -> str:
    name = line(ticket.category_name, most)
    return say("{category} (deleted)", category=name) if ticket.category_deleted else name


def listed(status: Status | None, total: int) -> str:
    """The head of a list of tickets."""
    if status is Status.OPEN:
        return say_n("{n} open ticket", "{n} open tickets", total)
    if status is Status.CLOSED:
        return say_n("{n} closed ticket", "{n} closed tickets", total)
    return say_n("{n} ticket", "{n} tickets", total)


def none_listed() -> str:
    """In place of an empty list."""
    return say("There are no such tickets that you can see.")


def none_of_yours() -> str:
    """In place of an empty list of one's own tickets."""
    return say("You have no such tickets. `/ticket open` opens one.")


REASONS: Mapping[str, str] = {
    "no_place": mark("Discord refused to make a thread or channel for it"),
    PLACE_GONE: mark("Its thread was deleted in Discord"),
    MERGED: mark("It goes on in another ticket"),
    INACTIVE: mark("Its member did not answer"),
    OWNER_LEFT: mark("Its owner left the server"),
}


def reason(given: str) -> str:
    """Why a ticket was closed: what somebody wrote, or in words what the desk found."""
    return say(REASONS[given]) if given in REASONS else given


def head(ticket: Ticket, more: Sequence[str] = ()) -> str:
    """What is known of a ticket, above its messages; `more` are lines of what is not ordinary about it."""
    lines = [
        say("**Opened by** {member} {when}", member=f"<@{ticket.owner_id}>", when=since(ticket.created_at)),
        say("**Category** {category}", category=_category(ticket, 120)),
        say("**Status** {status}", status=say(STATES[ticket.status])),
        _claim(ticket),
    ]
    lines += more
    if ticket.close_reason:
        lines.append(say("**Reason** {reason}", reason=line(reason(ticket.close_reason), 500)))
    if ticket.place.channel_id:
        lines.append(say("**Where** {place}", place=f"<#{ticket.place.channel_id}>"))
    return "\n".join(lines)


def _claim(ticket: Ticket) -> str:
    if ticket.claimed_by is None:
        return say("**Not claimed yet**")
    return say("**Claimed by** {member}", member=person(ticket.claimed_by))
