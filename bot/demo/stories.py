"""What the demo's tickets tell: seven of them, from days ago to now, so that queue, card and figures have something."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from desk import messages, rating, snoozing, tickets
from desk.actor import Actor
from desk.canned import ReplyDraft
from desk.changes import TicketChange
from desk.models import Priority, Question, QuestionKind
from desk.store import Tx
from desk.tickets import TicketDraft

Actors = Callable[[str, timedelta], Actor]
"""Who somebody of the demo is, so long ago."""

FORM = (
    Question("What is it about?", QuestionKind.SELECT, choices=("A game", "The shop", "Another player", "An idea")),
    Question("In a few words", QuestionKind.SHORT, "The title of your ticket", least=5, most=100),
    Question("Tell us more", QuestionKind.LONG, "What happened, and what would you like?"),
    Question("Who has to do with it?", QuestionKind.USER, required=False),
    Question("Where was it?", QuestionKind.CHANNEL, required=False),
)
"""What the category `other` asks."""

REPLIES = (
    ReplyDraft("Thanks for waiting", "Hello {member}, thank you for waiting. We are looking into it now."),
    ReplyDraft("Order number", "Hello {member}, which order is it? Its number stands at the top of the invoice."),
    ReplyDraft("New one sent", "We have sent you a new one today. It takes two or three days.\n\n{staff}, {server}"),
    ReplyDraft("Anything else?", "Is everything well now, {member}? If so, press **Close** at the top."),
)
"""What staff has ready."""


@dataclass(frozen=True)
class Story:
    """A ticket of the owner's, opened so long ago, and what became of it; each answer is a minute after the last."""

    title: str
    message: str
    ago: timedelta
    said: Sequence[tuple[str, str]] = ()
    priority: Priority | None = None
    tags: tuple[str, ...] = ()
    note: str | None = None
    rests: bool = False
    stars: tuple[int, str] | None = None


STORIES = (
    Story(
        "The glass arrived broken",
        "The box was whole, and the glass in it was not.",
        timedelta(days=4),
        said=(("responder", "I am sorry! A new one is on its way."), ("owner", "It is here. Thank you!")),
        tags=("order",),
        stars=(5, "Quick and kind."),
    ),
    Story(
        "Do you send to Iceland?",
        "I would like two lanterns.",
        timedelta(days=2),
        said=(("responder", "We do, and it takes about ten days."),),
        stars=(4, ""),
    ),
    Story(
        "Refund for order 4012",
        "It came twice. May I send one back?",
        timedelta(hours=26),
        priority=Priority.HIGH,
        tags=("order", "refund"),
        note="Order 4012 was paid once and sent twice. The fault is ours.",
    ),
    Story(
        "My lantern does not light",
        "I bought it on Monday. The switch clicks, and nothing happens.",
        timedelta(hours=5),
        said=(("responder", "Did you charge it?"),),
        tags=("lantern",),
    ),
    Story(
        "Prices for a school",
        "We need forty lanterns for a night walk in March.",
        timedelta(hours=4),
        said=(("responder", "With pleasure. Tell me when the day is certain."),),
        rests=True,
    ),
    Story(
        "It smells of smoke",
        "I put it out and carried it into the garden. What now?",
        timedelta(minutes=40),
        priority=Priority.URGENT,
        tags=("lantern",),
    ),
    Story("How do I change my name?", "The settings page only shows my address.", timedelta(minutes=10)),
)


def tell(tx: Tx, actors: Actors, story: Story, category_id: int) -> None:
    """Let it have happened: by the use cases, as members would."""
    minutes = iter(range(1, 60))

    def later(name: str) -> Actor:
        return actors(name, story.ago - timedelta(minutes=next(minutes)))

    opened = tickets.open_ticket(tx, actors("owner", story.ago), TicketDraft(category_id, story.title, story.message))
    if story.priority or story.tags:
        change = TicketChange(priority=story.priority, tags=story.tags)
        tickets.update(tx, later("responder"), opened.id, change)
    if story.said:
        tickets.claim(tx, later("responder"), opened.id)
    for name, text in story.said:
        messages.reply(tx, later(name), opened.id, text)
    if story.note:
        messages.note(tx, later("responder"), opened.id, story.note)
    if story.rests:
        snoozing.snooze(tx, later("responder"), opened.id, snoozing.MESSAGE)
    if story.stars:
        tickets.close(tx, later("responder"), opened.id)
        rating.rate(tx, later("owner"), opened.id, *story.stars)
