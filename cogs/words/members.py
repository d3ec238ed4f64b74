"""What is said of a member on their card, and of the notes about them."""

from datetime import datetime
from typing import Final

import discord

from cogs.language import button, say, say_n
from cogs.typed import line
from cogs.words import access, tickets
from cogs.words.shared import since
from desk.members import MemberCard
from desk.models import MemberNote

NOTES_SHOWN: Final = 3
"""How many of the newest notes stand on the card, each shortened."""


def title() -> str:
    """Over the card."""
    return say("Member card")


def card(found: MemberCard, member: discord.Member | None, page: int) -> str:
    """All that is on the card but what can be pressed."""
    parts = [_person(found.user_id, member)]
    if found.block is not None:
        parts.append(f"⛔ {access.block_row(found.block)}")
    parts.append(_tickets(found))
    if found.ratings:
        parts.append(_ratings(found.ratings))
    if page == 0 and found.notes:
        shown = [f"> {line(each.content, 150)}" for each in found.notes[:NOTES_SHOWN]]
        parts.append("\n".join([say("**Notes**"), *shown]))
    return "\n\n".join(parts)


def _person(user_id: int, member: discord.Member | None) -> str:
    if member is None:
        return say("{member} is not in this server.", member=f"<@{user_id}>")
    account = _since(member.created_at)
    if member.joined_at is None:
        return say("{member}\nAccount made {account}", member=f"<@{user_id}>", account=account)
    return say(
        "{member}\nJoined {joined} · account made {account}",
        member=f"<@{user_id}>",
        joined=_since(member.joined_at),
        account=account,
    )


def _since(at: datetime) -> str:
    return f"<t:{int(at.timestamp())}:R>"


def _tickets(found: MemberCard) -> str:
    if not found.page.total:
        return say("No tickets that you can see.")
    head = [say_n("{n} ticket", "{n} tickets", found.page.total), say_n("{n} open", "{n} open", found.open)]
    return "\n".join([f"**{' · '.join(head)}**", *map(tickets.row, found.page.tickets)])


def _ratings(ratings: tuple[int, ...]) -> str:
    average = f"{sum(ratings) / len(ratings):.1f}"
    return say_n("**{average} ★** in {n} rating", "**{average} ★** in {n} ratings", len(ratings), average=average)


def all_notes(count: int) -> str:
    """On the button to all notes."""
    return button("Notes ({n})", n=count)


def notes_title() -> str:
    """Over the notes."""
    return say("Notes about the member")


def no_notes() -> str:
    """In place of the notes."""
    return say("There are no notes.")


def ask_delete() -> str:
    """Before a note goes."""
    return say("Delete this note for good?")


def note(it: MemberNote) -> str:
    """One note, whole, with who wrote it and when."""
    return f"<@{it.author_id}> · {since(it.at)}\n> {line(it.content, 500)}"
