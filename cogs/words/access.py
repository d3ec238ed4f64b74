"""What is said of rights: grants that roles hold, and members who are blocked."""

from typing import Final

from cogs.language import say, say_n
from cogs.typed import line
from cogs.words.shared import moment
from desk.actor import Grant
from desk.models import Block, RoleBlock

BLOCKS_SHOWN: Final = 12
"""How many blocks an answer lists: all fit, however much is to be escaped in their reasons."""


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


def role_blocked(role_id: int, until: str | None) -> str:
    """After a role was blocked."""
    role = f"<@&{role_id}>"
    if until is None:
        return say("All who hold {role} are blocked: they read and close their own tickets, and no more.", role=role)
    return say(
        "All who hold {role} are blocked until {when}: they read and close their own tickets, and no more.",
        role=role,
        when=moment(until),
    )


def role_unblocked(role_id: int, *, changed: bool) -> str:
    """After the block of a role was lifted."""
    role = f"<@&{role_id}>"
    return say("{role} is no longer blocked.", role=role) if changed else say("{role} is not blocked.", role=role)


def blocks_title(total: int) -> str:
    """Over the list of those who are blocked."""
    return say_n("{n} block", "{n} blocks", total)


def no_blocks() -> str:
    """In place of an empty list."""
    return say("Nobody is blocked. Name a member or a role to block one: `/desk block`.")


def more_blocks(left: int) -> str:
    """Below a list that would be too long."""
    return say_n("and {n} more; `/ticket member` tells of each.", "and {n} more; `/ticket member` tells of each.", left)


def block_row(block: Block | RoleBlock) -> str:
    """One block: whom it holds, until when, and why."""
    who = f"<@{block.user_id}>" if isinstance(block, Block) else f"<@&{block.role_id}>"
    said = (
        say("{who} is blocked without end", who=who)
        if block.until is None
        else say("{who} is blocked until {when}", who=who, when=moment(block.until))
    )
    return f"{said}\n-# {line(block.reason, 80)}" if block.reason else said


def log_moved(channel_id: int | None) -> str:
    """After the log was moved or stopped."""
    if channel_id is None:
        return say("What staff does is written nowhere from now on. The desk keeps it all the same.")
    return say(
        "What staff does is written in {channel} from now on. Who reads that channel reads the titles of tickets.",
        channel=f"<#{channel_id}>",
    )
