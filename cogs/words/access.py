"""What is said of rights: grants that roles hold, and members who are blocked."""

from cogs.language import say
from cogs.words.shared import moment
from desk.actor import Grant


def granted(role_id: int, what: Grant, *, changed: bool) -> str:
    """After a grant was given."""
    values = {"role": f"<@&{role_id}>", "grant": f"`{what.value}`"}
    return say("{role} now holds {grant}.", **values) if changed else say("{role} held it already: {grant}.", **values)


def taken(role_id: int, what: Grant, *, changed: bool) -> str:
    """After a grant was taken."""
    values = {"role": f"<@&{role_id}>", "grant": f"`{what.value}`"}
    return (
        say("{role} no longer holds {grant}.", **values) if changed else say("{role} did not hold {grant}.", **values)
    )


def blocked(user_id: int, until: str | None) -> str:
    """After a member was blocked."""
    member = f"<@{user_id}>"
    if until is None:
        return say("{member} is blocked: they read and close their own tickets, and no more.", member=member)
    return say(
        "{member} is blocked until {when}: they read and close their own tickets, and no more.",
        member=member,
        when=moment(until),
    )


def unblocked(user_id: int, *, changed: bool) -> str:
    """After a block was lifted."""
    member = f"<@{user_id}>"
    if changed:
        return say("{member} is no longer blocked.", member=member)
    return say("{member} is not blocked.", member=member)


def log_moved(channel_id: int | None) -> str:
    """After the log was moved or stopped."""
    if channel_id is None:
        return say("What staff does is written nowhere from now on. The desk keeps it all the same.")
    return say(
        "What staff does is written in {channel} from now on. Who reads that channel reads the titles of tickets.",
        channel=f"<#{channel_id}>",
    )
