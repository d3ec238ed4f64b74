"""The templates of categories that setting up offers, said in the language of the server."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cogs.language import button, hint, say, title
from desk.models import Question, QuestionKind

GENERAL, REPORTS, APPLICATIONS = "general", "reports", "applications"
KEYS: Final = (GENERAL, REPORTS, APPLICATIONS)


@dataclass(frozen=True, slots=True)
class Template:
    """A category as a template has it."""

    name: str
    description: str
    emoji: str
    color: str
    form: tuple[Question, ...]


def templates() -> Mapping[str, Template]:
    """All of them, in the language that is spoken now."""
    return {GENERAL: _general(), REPORTS: _reports(), APPLICATIONS: _applications()}


def _general() -> Template:
    return Template(
        button("General support"),
        say("Questions and problems of every kind."),
        "💬",
        "#3b82f6",
        (
            Question(title("What is it about?"), QuestionKind.SHORT, hint("In a few words"), most=100),
            Question(title("What happened, and what do you need?"), QuestionKind.LONG, most=1500),
            Question(title("What have you tried already?"), QuestionKind.LONG, required=False, most=500),
        ),
    )


def _reports() -> Template:
    return Template(
        button("Reports and moderation"),
        say("Tell the moderators about a member or a message."),
        "🛡️",
        "#ef4444",
        (
            Question(title("Who is it about?"), QuestionKind.USER),
            Question(title("What happened?"), QuestionKind.LONG, most=1500),
            Question(
                title("Where was it?"),
                QuestionKind.SHORT,
                hint("A link to the message helps most."),
                required=False,
                most=200,
            ),
        ),
    )


def _applications() -> Template:
    return Template(
        button("Applications"),
        say("Apply to join the team."),
        "📝",
        "#22c55e",
        (
            Question(title("What do you want to do in the team?"), QuestionKind.SHORT, most=100),
            Question(title("Why you?"), QuestionKind.LONG, hint("What you have done before, and where"), most=1500),
            Question(title("When are you usually here?"), QuestionKind.SHORT, required=False, most=200),
        ),
    )
