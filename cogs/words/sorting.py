"""What is said of how a ticket is sorted: its category, priority, tags, people, links, rest and rating."""

from collections.abc import Mapping, Sequence

from cogs.language import mark, mark_button, say, say_n
from cogs.typed import line
from cogs.words.shared import moment, since
from desk.merging import Merge
from desk.models import Priority, Ticket
from desk.snoozing import UNTIL_MESSAGE

PRIORITIES: Mapping[Priority, str] = {
    Priority.LOW: mark("low"),
    Priority.NORMAL: mark("normal"),
    Priority.HIGH: mark("high"),
    Priority.URGENT: mark("urgent"),
}
EMOJI: Mapping[Priority, str] = {
    Priority.LOW: "🔵",
    Priority.NORMAL: "⚪",
    Priority.HIGH: "🟠",
    Priority.URGENT: "🔴",
}
WAKE = "wake"
RESTS: Mapping[str, str] = {
    "1h": mark_button("1 hour"),
    "4h": mark_button("4 hours"),
    "tomorrow": mark_button("Until tomorrow, 9:00"),
    "3d": mark_button("3 days"),
    "1w": mark_button("1 week"),
    "message": mark_button("Until the member writes"),
    WAKE: mark_button("Bring it back now"),
}
"""What a ticket's rest may be, by what is typed for it."""

PEOPLE_SHOWN = 8
TAGS_SHOWN = 150
STAR, NO_STAR = "★", "☆"


def priority(wanted: Priority) -> str:
    """A priority with its emoji."""
    return f"{EMOJI[wanted]} {say(PRIORITIES[wanted])}"


def link(ticket: Ticket) -> str:
    """A ticket inside a sentence: its number, and its place, which Discord shows to who may see it."""
    place = f" <#{ticket.place.channel_id}>" if ticket.place.channel_id else ""
    return f"#{ticket.number}{place}"


def stars(rating: int) -> str:
    """A rating as people draw it."""
    return STAR * rating + NO_STAR * (5 - rating)


def facts(ticket: Ticket, participants: Sequence[int], links: Sequence[Ticket]) -> list[str]:
    """What is so about the ticket beyond the ordinary, a line each, what matters most first."""
    lines = []
    if ticket.priority is not Priority.NORMAL:
        lines.append(say("**Priority** {priority}", priority=priority(ticket.priority)))
    if ticket.snoozed_until is not None:
        lines.append(_resting(ticket.snoozed_until))
    target = next((each for each in links if each.id == ticket.merged_into), None)
    if target is not None:
        lines.append(say("**Goes on in** {ticket}", ticket=link(target)))
    if participants:
        lines.append(say("**With** {people}", people=_people(participants)))
    if ticket.tags:
        lines.append(say("**Tags** {tags}", tags=line(", ".join(ticket.tags), TAGS_SHOWN)))
    if others := [each for each in links if each is not target]:
        lines.append(say("**Linked** {tickets}", tickets=", ".join(map(link, others))))
    return lines


def rating(ticket: Ticket) -> list[str]:
    """What the owner said of a closed ticket; nothing before they said it."""
    if ticket.rating is None:
        return []
    shown = [say("**Rating** {stars}", stars=stars(ticket.rating))]
    return [*shown, f"> {line(ticket.rating_comment, 300)}"] if ticket.rating_comment else shown


def _resting(until: str) -> str:
    if until == UNTIL_MESSAGE:
        return say("**Snoozed** until the member writes")
    return say("**Snoozed** until {when}", when=moment(until))


def _people(participants: Sequence[int]) -> str:
    shown = " ".join(f"<@{user_id}>" for user_id in participants[:PEOPLE_SHOWN])
    left = len(participants) - PEOPLE_SHOWN
    return say_n("{people} and {n} more", "{people} and {n} more", left, people=shown) if left > 0 else shown


def moved(ticket: Ticket) -> str:
    """After a ticket was moved."""
    return say("Ticket #{number} is in {category} now.", number=ticket.number, category=line(ticket.category_name))


def prioritized(ticket: Ticket) -> str:
    """After a priority was set."""
    return say(
        "Ticket #{number} has the priority {priority} now.", number=ticket.number, priority=priority(ticket.priority)
    )


def tagged(ticket: Ticket) -> str:
    """After tags were changed."""
    if not ticket.tags:
        return say("Ticket #{number} has no tags now.", number=ticket.number)
    return say(
        "Ticket #{number} has these tags now: {tags}", number=ticket.number, tags=line(", ".join(ticket.tags), 500)
    )


def renamed(ticket: Ticket, follows_at: str | None) -> str:
    """After the title was changed; `follows_at` is when Discord lets the place have it as its name, None for now."""
    if follows_at is None:
        return say("The title is {title} now.", title=line(ticket.title))
    return say(
        "The title is {title} now. Discord lets its thread or channel take the name {when}; there is nothing to do.",
        title=line(ticket.title),
        when=since(follows_at),
    )


def added(ticket: Ticket, user_id: int) -> str:
    """After somebody was added."""
    return say("{member} is in ticket #{number} now.", member=f"<@{user_id}>", number=ticket.number)


def removed(ticket: Ticket, user_id: int) -> str:
    """After somebody was taken out."""
    return say("{member} is in ticket #{number} no more.", member=f"<@{user_id}>", number=ticket.number)


def people_set(ticket: Ticket, user_ids: Sequence[int]) -> str:
    """After it was said who shall be in the ticket."""
    if not user_ids:
        return say("Only its owner and staff are in ticket #{number} now.", number=ticket.number)
    return say("In ticket #{number} are now: {people}", number=ticket.number, people=_people(user_ids))


def linked(ticket: Ticket, other: int) -> str:
    """After two tickets were linked."""
    return say("Tickets #{number} and #{other} are linked.", number=ticket.number, other=other)


def unlinked(ticket: Ticket, other: int) -> str:
    """After two tickets were parted."""
    return say("Tickets #{number} and #{other} are linked no more.", number=ticket.number, other=other)


def snoozed(ticket: Ticket) -> str:
    """After a ticket was let rest."""
    if ticket.snoozed_until is None:
        return say("Ticket #{number} is back in the queue.", number=ticket.number)
    if ticket.snoozed_until == UNTIL_MESSAGE:
        return say("Ticket #{number} is snoozed until the member writes.", number=ticket.number)
    return say(
        "Ticket #{number} is snoozed until {when}, or until the member writes.",
        number=ticket.number,
        when=moment(ticket.snoozed_until),
    )


def ask_merge(plan: Merge) -> str:
    """Before a duplicate gives way to another ticket: what that does, and who will read what."""
    number, into = plan.duplicate.number, plan.target.number
    asked = say(
        "Close ticket #{number} {title} as a duplicate of #{into} {other}? What was said in it stays readable there.",
        number=number,
        title=line(plan.duplicate.title, 80),
        into=into,
        other=line(plan.target.title, 80),
    )
    if not plan.people:
        return asked
    coming = say("These come into #{into} and read all of it: {people}", into=into, people=_people(plan.people))
    return f"{asked}\n{coming}"


def merged(plan: Merge) -> str:
    """After a duplicate gave way."""
    return say(
        "Ticket #{number} is closed and goes on in {other}.", number=plan.duplicate.number, other=link(plan.target)
    )


def rated(ticket: Ticket) -> str:
    """After the owner rated a ticket."""
    return say("Thank you: {stars} for ticket #{number}.", stars=stars(ticket.rating or 0), number=ticket.number)


def comment_kept() -> str:
    """After the owner said more about a rating."""
    return say("Thank you. The staff reads it.")


def more(ticket: Ticket) -> str:
    """Over what staff can do with a ticket beyond its card's buttons."""
    return say("What shall be done with ticket #{number}?", number=ticket.number)


def nowhere_to_move() -> str:
    """For a ticket in the only category that there is."""
    return say("There is no other category. Somebody who defines categories makes them: `/category create`.")


def choose_priority() -> str:
    """Over the priorities."""
    return say("How urgent is it?")


def choose_category() -> str:
    """Over the categories to which a ticket can be moved."""
    return say("To which category? Its team takes over, and yours may lose sight of the ticket.")


def choose_rest() -> str:
    """Over the times for which a ticket can rest."""
    return say("Snooze it for how long? It comes back by itself, and when the member writes.")
