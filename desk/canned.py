"""Replies that staff has ready: kept for a category or for all, filled in for one ticket, looked at, and sent."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from desk import messages
from desk.actor import Actor
from desk.answers import Once, once
from desk.asking import Sight, demand_in_guild, look_to
from desk.errors import Fault, Invalid, NotFound
from desk.events import EventType, record
from desk.exchange import Shows
from desk.models import CannedReply, Message, Ticket
from desk.permissions import Action
from desk.store import Tx
from desk.text import BadText
from desk.text import canned_name as checked_name
from desk.text import reply as checked_reply

AT_MOST: Final = 200
"""How many of them one guild has at most."""

VARIABLES: Final = ("member", "ticket", "category", "staff", "server")
"""What is put in where the text has it in braces; what else stands in braces stays as it is."""

_VARIABLE: Final = re.compile(r"\{(" + "|".join(VARIABLES) + r")\}")


@dataclass(frozen=True, slots=True)
class ReplyDraft:
    """What somebody wants to have ready, as they typed it. Without a category it serves in all."""

    name: str
    content: str
    category_id: int | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the desk cannot know: how the guild is called, and how its team is where that shows no names."""

    server: str
    team: str


@dataclass(frozen=True, slots=True)
class Preview:
    """A reply filled in for one ticket; `heading` is the name under which it would stand there."""

    ticket: Ticket
    reply: CannedReply
    heading: str
    text: str


def kept(tx: Tx, actor: Actor) -> Sequence[CannedReply]:
    """All of the guild, in the order of their names. Raises Forbidden."""
    demand_in_guild(tx, actor, Action.KEEP_REPLIES)
    return tx.canned.all(actor.guild_id)


def one_kept(tx: Tx, actor: Actor, reply_id: int) -> CannedReply:
    """One of them. Raises Forbidden or NotFound."""
    demand_in_guild(tx, actor, Action.KEEP_REPLIES)
    found = tx.canned.get(actor.guild_id, reply_id)
    if found is None:
        raise NotFound("reply")
    return found


def add(tx: Tx, actor: Actor, draft: ReplyDraft) -> CannedReply:
    """Have one more ready. Raises Forbidden, Invalid, or NotFound for a category that there is not."""
    demand_in_guild(tx, actor, Action.KEEP_REPLIES)
    wanted = _checked(tx, actor, draft, reply_id=0)
    if len(tx.canned.all(actor.guild_id)) >= AT_MOST:
        raise Invalid({"name": Fault("too_many_replies", AT_MOST)})
    made = tx.canned.insert(wanted)
    record(tx, actor, EventType.REPLY_SAVED, category_id=made.category_id, replyId=str(made.id))
    return made


def edit(tx: Tx, actor: Actor, reply_id: int, draft: ReplyDraft) -> CannedReply:
    """Change one. Raises as `add` does, or NotFound."""
    before = one_kept(tx, actor, reply_id)
    after = _checked(tx, actor, draft, reply_id)
    if after != before:
        tx.canned.save(after)
        record(tx, actor, EventType.REPLY_SAVED, category_id=after.category_id, replyId=str(after.id))
    return after


def remove(tx: Tx, actor: Actor, reply_id: int) -> CannedReply:
    """Have it ready no more; what was sent with it stays. Raises Forbidden or NotFound."""
    gone = one_kept(tx, actor, reply_id)
    tx.canned.delete(gone.id)
    record(tx, actor, EventType.REPLY_REMOVED, category_id=gone.category_id, replyId=str(gone.id))
    return gone


def fitting(tx: Tx, actor: Actor, ticket_id: int, typed: str, limit: int) -> Sequence[CannedReply]:
    """Those that serve in the ticket and have what is typed in their name, its category's own first.

    Raises NotFound or Forbidden.
    """
    sight = look_to(tx, actor, ticket_id, Action.SEND_READY_REPLY)
    wanted = typed.strip().casefold()
    found = [each for each in _serving(tx, sight) if wanted in each.name.casefold()]
    return found[:limit]


def preview(tx: Tx, actor: Actor, ticket_id: int, typed: str, around: Surroundings) -> Preview:
    """The reply that was picked by its id or typed by its name, filled in for the ticket. Nothing is sent.

    Raises NotFound, Forbidden, TicketClosed, ClaimerAnswers, or Invalid when it is too long once it is filled in.
    """
    look_to(tx, actor, ticket_id, Action.SEND_READY_REPLY)
    sight = messages.may_reply(tx, actor, ticket_id)
    serving = _serving(tx, sight)
    picked = [each for each in serving if str(each.id) == typed]
    named = [each for each in serving if each.name.casefold() == typed.strip().casefold()]
    if not (picked or named):
        raise NotFound("reply")
    found = (picked or named)[0]
    anonymous = messages.is_anonymous(sight)
    heading = around.team if anonymous else actor.name
    values = {
        "member": sight.ticket.owner_name,
        "ticket": f"#{sight.ticket.number} {sight.ticket.title}",
        "category": sight.category.name,
        "staff": heading,
        "server": around.server,
    }
    return Preview(sight.ticket, found, heading, _text(filled(found.content, values)))


def filled(content: str, values: Mapping[str, str]) -> str:
    """`content` with the values of its variables; what a value says in braces is not looked into again."""
    return _VARIABLE.sub(lambda found: values.get(found[1], found[0]), content)


def send(tx: Tx, actor: Actor, request: Once, ticket_id: int, content: str) -> None:
    """Reply with that text, once for the same request. Raises as `reply` does, or KeyReused for another text."""
    look_to(tx, actor, ticket_id, Action.SEND_READY_REPLY)
    once(tx, actor, request, _nothing, _shows, messages.reply, ticket_id, content)


def _nothing(_sent: Message) -> bytes:
    return b""


def _shows(sent: Message) -> Shows:
    return Shows(ticket_id=sent.ticket_id)


def _serving(tx: Tx, sight: Sight) -> list[CannedReply]:
    """Those of the ticket's category, then those for all."""
    found = tx.canned.all(sight.ticket.guild_id)
    own = [each for each in found if each.category_id == sight.ticket.category_id]
    return own + [each for each in found if each.category_id is None]


def _checked(tx: Tx, actor: Actor, draft: ReplyDraft, reply_id: int) -> CannedReply:
    faults: dict[str, Fault] = {}
    name = content = ""
    try:
        name = checked_name(draft.name)
    except BadText as bad:
        faults["name"] = bad.fault
    try:
        content = checked_reply(draft.content)
    except BadText as bad:
        faults["content"] = bad.fault
    if draft.category_id is not None:
        category = tx.categories.get(actor.guild_id, draft.category_id)
        if category is None or category.deleted_at is not None:
            raise NotFound("category")
    if name and any(_same(each, name, draft.category_id, reply_id) for each in tx.canned.all(actor.guild_id)):
        faults["name"] = Fault("taken")
    if faults:
        raise Invalid(faults)
    return CannedReply(reply_id, actor.guild_id, draft.category_id, name, content)


def _same(other: CannedReply, name: str, category_id: int | None, reply_id: int) -> bool:
    """Whether the two could not be told apart where one is picked by its name."""
    return other.id != reply_id and other.category_id == category_id and other.name.casefold() == name.casefold()


def _text(content: str) -> str:
    try:
        return checked_reply(content)
    except BadText as bad:
        raise Invalid({"content": bad.fault}) from bad
