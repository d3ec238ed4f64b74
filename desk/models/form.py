"""The questions that a category asks of who opens a ticket, and their answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class QuestionKind(StrEnum):
    """How a question of a form is answered."""

    SHORT = "short"
    LONG = "long"
    SELECT = "select"
    USER = "user"
    ROLE = "role"
    CHANNEL = "channel"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a category's form. `least` and `most` count signs of a text, or choices of a select.

    `choices` are the options of a select; `hint` stands below the label or in the empty field.
    """

    label: str
    kind: QuestionKind
    hint: str | None = None
    required: bool = True
    least: int | None = None
    most: int | None = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """One answer to a form: the question's label and kind as they were then, and what was answered.

    A text has one value; a select its chosen options; user, role and channel their ids; a file its name.
    """

    label: str
    kind: QuestionKind
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file handed in with a form, and where Discord keeps it for the while; `question` is the question's key."""

    question: str
    name: str
    size: int
    url: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A form that a member has begun to fill in. `form_id` names the showing of it; `answers` are by question's key.

    `title` and `message` are what was said besides; None leaves them to the answers.
    """

    guild_id: int
    user_id: int
    form_id: str
    category_id: int
    at: str
    title: str | None = None
    message: str | None = None
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    uploads: tuple[Upload, ...] = ()
