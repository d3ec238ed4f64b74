"""Every word that the relay puts into Discord of its own. Every text of it is in the catalogue."""

import re
from collections.abc import Collection, Sequence

from cogs.language import say, say_n
from cogs.typed import line
from cogs.words.shared import moment, since
from desk.actor import Via
from desk.models import Category, Status, Ticket

ROLES_SHOWN = 10


def topic_mark(category: Category) -> str:
    """What ends the topic of a category's parent channel, the same in every language: it is found again by that."""
    return f" · category {category.id}"


def topic(category: Category) -> str:
    """The topic of a category's parent channel."""
    return say("Tickets are private threads of this channel, kept by the bot.") + topic_mark(category)


def for_ticket(ticket: Ticket) -> str:
    """Why a thread was made, in the server's own log."""
    return say("For ticket #{number}", number=ticket.number)


def for_category(category: Category) -> str:
    """Why a channel was made, in the server's own log."""
    return say("For category {category}", category=category.name)


def card_title(ticket: Ticket, title: str) -> str:
    """The first line of the header card."""
    return f"### {ticket.number:04d} · {title}"


def card_facts(ticket: Ticket, category: str, holder: str | None, opener: str | None = None) -> str:
    """Who, where, how far; `opener` opened it, where that is not the owner."""
    owner = f"<@{ticket.owner_id}>"
    opened = say("**Opened by** {member}", member=owner)
    if opener is not None:
        opened = say("**Opened for** {member}, by {opener}", member=owner, opener=opener)
    lines = [opened, say("**Category** {category}", category=category)]
    if ticket.status is Status.CLOSED:
        lines.append(say("**Closed**, claimed by {member}", member=holder) if holder else say("**Closed**"))
    else:
        held = say("**Claimed by** {member}", member=holder) if holder else say("**Open**, claimed by nobody yet")
        lines.append(held)
    return "\n".join(lines)


def card_reason(reason: str) -> str:
    """Why it was closed."""
    return say("**Reason** {reason}", reason=reason)


def card_closes(due_at: str) -> str:
    """On the card of a ticket that is to close by itself."""
    return say("**Closes by itself** {when}", when=moment(due_at))


def opened_with(name: str) -> str:
    """What stands over the opening message."""
    return say("**{member}** wrote:", member=name)


def greeting(text: str, ticket: Ticket, category: Category) -> str:
    """The opening message of a category, with what it names put in."""
    values = {
        "{member}": f"<@{ticket.owner_id}>",
        "{ticket}": f"#{ticket.number}",
        "{category}": line(category.name),
    }
    return re.sub("|".join(map(re.escape, values)), lambda found: values[found[0]], text)


def away(when: str) -> str:
    """On the card of a ticket that was opened outside working hours."""
    return _small(say("Opened while nobody of the staff was here. They are back {when}.", when=moment(when)))


def answer(label: str, value: str) -> str:
    """An answer under its question; without a value, the question alone."""
    return f"**{label}** {value}".rstrip()


def answers_below(labels: Sequence[str]) -> str:
    """In place of answers that are too long for the card."""
    named = ", ".join(line(label, 45) for label in labels[:5])
    more = len(labels) - 5
    if more > 0:
        return _small(say_n("Below: {answers} and {n} more", "Below: {answers} and {n} more", more, answers=named))
    return _small(say("Below: {answers}", answers=named))


def answers_in_file() -> str:
    """Over a file with answers that are more than messages should hold."""
    return _small(say("The long answers are in this file."))


def file_of(name: str) -> str:
    """Over a file that was handed in with the form."""
    return _small(say("A file from the form: {file}", file=name))


def file_unshown(name: str) -> str:
    """In place of a file that came through the API and that Discord does not take."""
    return _small(say("The file {file} cannot be shown here. The desk keeps it; ask staff for it.", file=name))


def file_lost(name: str) -> str:
    """In place of a file that was handed in and cannot be posted."""
    return _small(say("The file {file} from the form cannot be posted here. Ask for it once more.", file=name))


def opening_below() -> str:
    """In place of an opening message that is too long for the card."""
    return _small(say("The opening message follows."))


def opening_deleted() -> str:
    """In place of an opening message that is gone."""
    return _small(say("The opening message was deleted."))


def roles_shown(role_ids: Collection[int], first: Collection[int]) -> list[int]:
    """The roles that a card names, `first` before others: all, unless they are more than it has room for."""
    return sorted(role_ids, key=lambda each: (each not in first, each))[:ROLES_SHOWN]


def staff(role_ids: Collection[int], entering: str, first: Collection[int] = ()) -> str:
    """Which roles answer and see the ticket, and who is named to enter; empty for none."""
    named = " ".join(f"<@&{role}>" for role in roles_shown(role_ids, first))
    left = len(role_ids) - ROLES_SHOWN
    if left > 0:
        named = say_n("{roles} and {n} more", "{roles} and {n} more", left, roles=named)
    people = " ".join(filter(None, (named, entering)))
    return _small(say("Staff: {people}", people=people)) if people else ""


def reply_heading(name: str, via: Via) -> str:
    """What stands over a reply that the bot posts for its author."""
    return say("**{member}** · through the API", member=name) if via is Via.REST else f"**{name}**"


def claimed(name: str, holder: str, *, own: bool) -> str:
    """The notice of a claim."""
    if own:
        return _small(say("**{member}** claimed this ticket.", member=name))
    return _small(say("**{member}** assigned this ticket to **{holder}**.", member=name, holder=holder))


def released(name: str) -> str:
    """The notice of a claim given back."""
    return _small(say("**{member}** released this ticket: it is claimed by nobody.", member=name))


def released_by_leaving(name: str) -> str:
    """The notice of a claim that is free because its holder left."""
    return _small(say("**{member}** left the server: the ticket is claimed by nobody.", member=name))


def released_by_loss(name: str) -> str:
    """The notice of a claim that is free because its holder lost the role that gave it, or is blocked."""
    return _small(say("**{member}** may no longer work on this ticket: it is claimed by nobody.", member=name))


def owner_left(name: str) -> str:
    """The notice that a ticket's owner left."""
    return _small(say("**{member}** left the server. The ticket stays open until somebody closes it.", member=name))


def member_left(name: str) -> str:
    """The notice that somebody who was added to the ticket left."""
    return _small(say("**{member}** left the server and this ticket.", member=name))


def closed(name: str) -> str:
    """The notice of closing."""
    return _small(say("**{member}** closed this ticket.", member=name))


def closed_by_itself() -> str:
    """The notice that a ticket was closed by nobody."""
    return _small(say("This ticket was closed by itself."))


def closes_by_silence(ticket: Ticket, _name: str, due_at: str | None) -> str:
    """The notice before silence closes a ticket."""
    return say(
        "{member}, is there more to say? This ticket closes {when}. Write here, or keep it open.",
        member=f"<@{ticket.owner_id}>",
        when=since(due_at or ticket.updated_at),
    )


def closes_as_planned(ticket: Ticket, name: str, due_at: str | None) -> str:
    """The notice that staff has a ticket close later."""
    return say(
        "{member}, **{staff}** has this ticket close {when}. Write here before if there is more to say.",
        member=f"<@{ticket.owner_id}>",
        staff=name,
        when=since(due_at or ticket.updated_at),
    )


def may_it_be_closed(ticket: Ticket, name: str, due_at: str | None) -> str:
    """The question to the owner; without an answer it closes then, if ever."""
    member = f"<@{ticket.owner_id}>"
    if due_at is None:
        return say("{member}, **{staff}** asks: can this ticket be closed?", member=member, staff=name)
    return say(
        "{member}, **{staff}** asks: can this ticket be closed? Without an answer it closes {when}.",
        member=member,
        staff=name,
        when=since(due_at),
    )


def kept_open(name: str) -> str:
    """The notice that a ticket does not close after all."""
    return _small(say("**{member}** keeps this ticket open.", member=name))


def reopened(name: str) -> str:
    """The notice of reopening."""
    return _small(say("**{member}** reopened this ticket.", member=name))


def ask_rating(ticket: Ticket) -> str:
    """Over the stars that the owner of a closed ticket may give."""
    return _small(say("{member}, how did we do? Tap the stars.", member=f"<@{ticket.owner_id}>"))


def moved(name: str, category: str) -> str:
    """The notice that a ticket is in another category now."""
    return _small(say("**{member}** moved this ticket to {category}.", member=name, category=category))


def added(name: str, person: str) -> str:
    """The notice that somebody was added."""
    return _small(say("**{member}** added **{person}** to this ticket.", member=name, person=person))


def removed(name: str, person: str) -> str:
    """The notice that somebody was taken out."""
    return _small(say("**{member}** removed **{person}** from this ticket.", member=name, person=person))


def merged_into(name: str, other: str) -> str:
    """The notice in a duplicate."""
    return _small(say("**{member}** closed this ticket: it goes on in ticket {other}.", member=name, other=other))


def merged_here(name: str, other: str) -> str:
    """The notice in the ticket in which a duplicate goes on."""
    return _small(say("**{member}** merged ticket {other} into this one.", member=name, other=other))


def woken(holder: int | None) -> str:
    """The notice that a ticket has rested long enough."""
    if holder is None:
        return _small(say("This ticket is back in the queue."))
    return _small(say("{member}, this ticket is back in the queue.", member=f"<@{holder}>"))


def answered(ticket: Ticket, title: str, server: str) -> str:
    """The head of the direct message to the owner of a ticket."""
    return say(
        "Staff answered your ticket #{number} {title} in {server}.", number=ticket.number, title=title, server=server
    )


def how_to_be_left_alone() -> str:
    """The end of a direct message."""
    return _small(say("No more of these: `/ticket notify` in that server."))


def _small(text: str) -> str:
    return f"-# {text}"
