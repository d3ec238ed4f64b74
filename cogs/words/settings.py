"""What is said of the settings of a category: the screen with all of them."""

from collections.abc import Collection

from cogs.language import say, say_n
from cogs.typed import line
from desk.durations import spelled
from desk.models import Category, CategorySettings, ClaimMode, Style
from desk.timetable import typed

TEXT_SHOWN = 200
"""Signs of a description or an opening message on the screen."""


def heading(category: Category) -> str:
    """Over the settings of a category."""
    return say("Settings of {category}", category=line(category.name))


def place_of(place: int, count: int) -> str:
    """Below the settings: where the category stands among the others."""
    return say("Number {place} of {count} in menus and panels", place=place, count=count)


def screen(category: Category) -> str:
    """All settings of a category, a line or two for each button below them: at most 3000 characters."""
    it = category.settings
    openers = roles(it.opener_role_ids) if it.opener_role_ids else say("everybody")
    return "\n".join(
        (
            say("**Appearance** {look}", look=_look(category)),
            say("**Responders** {roles}", roles=roles(category.responder_role_ids)),
            say("**Viewers** {roles}", roles=roles(category.viewer_role_ids)),
            say("**Who may open** {roles}", roles=openers),
            say("**Thread or channel** {place}", place=_place(it)),
            say("**Answering** {facts}", facts=_answering(category)),
            say("**Limits** {facts}", facts=_limits(category)),
            say("**Closing and pings** {facts}", facts=_ending(it)),
            say("**Working hours** {hours}", hours=_hours(it)),
            say("**Channels** {channels}", channels=_channels(it)),
            say("**Form** {questions}", questions=questions(len(it.form))),
        )
    )


def roles(role_ids: Collection[int], most: int = 10) -> str:
    """Some roles by their mentions."""
    if not role_ids:
        return say("no roles")
    shown = " ".join(f"<@&{role}>" for role in sorted(role_ids)[:most])
    left = len(role_ids) - most
    return say_n("{roles} and {n} more", "{roles} and {n} more", left, roles=shown) if left > 0 else shown


def questions(count: int) -> str:
    """How many questions a form asks beside title and message."""
    return say_n("{n} question", "{n} questions", count) if count else say("asks for title and message alone")


def _look(category: Category) -> str:
    parts = (category.settings.emoji, line(category.name), f"`{category.color}`" if category.color else None)
    shown = " ".join(filter(None, parts))
    return f"{shown}\n> {line(category.description, TEXT_SHOWN)}" if category.description else shown


def _place(it: CategorySettings) -> str:
    if it.archive_channel_id is None:
        return _kind(it)
    return say("{place}; closed ones in {channel}", place=_kind(it), channel=f"<#{it.archive_channel_id}>")


def _kind(it: CategorySettings) -> str:
    thread = it.style is Style.THREAD
    if it.under_channel_id is None:
        return say("a private thread for each ticket") if thread else say("a private channel for each ticket")
    where = f"<#{it.under_channel_id}>"
    if thread:
        return say("a private thread for each ticket, in {channel}", channel=where)
    return say("a private channel for each ticket, in {channel}", channel=where)


def _answering(category: Category) -> str:
    it = category.settings
    facts = [
        say("any responder answers") if it.claim_mode is ClaimMode.ANYONE else say("only who claimed it answers"),
        say("names are hidden") if it.anonymous else say("names are shown"),
        say("within {time}", time=spelled(it.answer_minutes or 24 * 60)),
    ]
    shown = " · ".join(facts)
    return f"{shown}\n> {line(it.opening_message, TEXT_SHOWN)}" if it.opening_message else shown


def _limits(category: Category) -> str:
    it, facts = category.settings, []
    if category.ticket_limit:
        facts.append(say_n("at most {n} open each", "at most {n} open each", category.ticket_limit))
    if it.cooldown_minutes:
        facts.append(say("{time} between two tickets", time=spelled(it.cooldown_minutes)))
    if it.reopen_hours == 0:
        facts.append(say("members do not reopen"))
    elif it.reopen_hours:
        facts.append(say("members reopen within {time}", time=spelled(it.reopen_hours * 60)))
    return " · ".join(facts) or say("no limits")


def _ending(it: CategorySettings) -> str:
    facts = []
    if it.silence_minutes:
        facts.append(say("closes after {time} without an answer", time=spelled(it.silence_minutes)))
    if it.close_on_leave:
        facts.append(say("closes when its owner leaves"))
    if it.called_role_ids:
        facts.append(say("pings {roles} at opening", roles=roles(it.called_role_ids)))
    return " · ".join(facts) or say("nothing closes by itself, nobody is pinged")


def _hours(it: CategorySettings) -> str:
    if it.hours is None:
        return say("always")
    return f"{it.hours.zone}, {', '.join(typed(it.hours).splitlines())}"


def _channels(it: CategorySettings) -> str:
    facts = []
    if it.log_channel_id:
        facts.append(say("log in {channel}", channel=f"<#{it.log_channel_id}>"))
    if it.queue_channel_id:
        facts.append(say("queue in {channel}", channel=f"<#{it.queue_channel_id}>"))
    return " · ".join(facts) or say("no channels")
