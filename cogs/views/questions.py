"""How the questions of a category's form look in Discord, and how what was answered comes back."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import discord

from cogs.language import hint, title
from cogs.typed import shortened
from cogs.views import ids
from cogs.views.forms import FormItem, Values, form, parts_in, values_of
from desk.forms import ANSWER_AT_MOST, key_of, page_of, pages_of
from desk.models import Category, Draft, Question, QuestionKind, Upload

MODAL_TITLE = 45
_TEXT_INPUT, _FILE_UPLOAD = 4, 19


def page_form(custom_id: str, category: Category, page: int, draft: Draft | None = None) -> discord.ui.Modal:
    """The `page`-th step of the category's form, with what was answered there before."""
    questions = category.settings.form
    pages = pages_of(questions)
    name = category.name if pages == 1 else title_of_step(category.name, page, pages)
    return form(custom_id, name, *(part_of(each, draft) for each in page_of(questions, page)))


def fill_form(category: Category, form_id: str, page: int = 0, draft: Draft | None = None) -> discord.ui.Modal:
    """The `page`-th step of the form that opens a ticket in the category."""
    return page_form(ids.fill(category.id, form_id, page), category, page, draft)


def title_of_step(name: str, page: int, pages: int) -> str:
    """The title of one step of several: the name gives way, the count does not."""
    count = title("{page}/{pages}", page=page + 1, pages=pages)
    return f"{shortened(name, MODAL_TITLE - len(count) - 1)} {count}"


def part_of(question: Question, draft: Draft | None = None) -> FormItem:
    """The question with its label, its hint and, if there is one, the answer so far."""
    key = key_of(question)
    given = draft.answers.get(key, ()) if draft else ()
    files = [each.name for each in draft.uploads if each.question == key] if draft else []
    below = question.hint
    if files:
        below = hint("You have handed in {files}. Choose anew to replace that.", files=", ".join(files))
    component = _COMPONENTS[question.kind](question, key, given if not files else tuple(files))
    return discord.ui.Label(text=question.label, description=below, component=component)


def _text(question: Question, key: str, given: Sequence[str]) -> discord.ui.Item[Any]:
    long = question.kind is QuestionKind.LONG
    return discord.ui.TextInput(
        custom_id=key,
        style=discord.TextStyle.paragraph if long else discord.TextStyle.short,
        required=question.required,
        min_length=question.least,
        max_length=question.most or ANSWER_AT_MOST,
        default="\n".join(given) or None,
    )


def _limits(question: Question, key: str) -> dict[str, Any]:
    most = min(question.most or 1, len(question.choices) or 25)
    return {"custom_id": key, "required": question.required, "min_values": int(question.required), "max_values": most}


def _choices(question: Question, key: str, given: Sequence[str]) -> discord.ui.Item[Any]:
    options = [discord.SelectOption(label=each, value=each, default=each in given) for each in question.choices]
    return discord.ui.Select(options=options, **_limits(question, key))


def _users(question: Question, key: str, given: Sequence[str]) -> discord.ui.Item[Any]:
    chosen = [discord.Object(int(each), type=discord.User) for each in given]
    return discord.ui.UserSelect(default_values=chosen, **_limits(question, key))


def _roles(question: Question, key: str, given: Sequence[str]) -> discord.ui.Item[Any]:
    chosen = [discord.Object(int(each), type=discord.Role) for each in given]
    return discord.ui.RoleSelect(default_values=chosen, **_limits(question, key))


def _channels(question: Question, key: str, given: Sequence[str]) -> discord.ui.Item[Any]:
    chosen = [discord.Object(int(each), type=discord.abc.GuildChannel) for each in given]
    return discord.ui.ChannelSelect(default_values=chosen, **_limits(question, key))


def _files(question: Question, key: str, given: Sequence[str]) -> discord.ui.Item[Any]:
    required = question.required and not given
    most = question.most or 1
    return discord.ui.FileUpload(custom_id=key, required=required, min_values=int(required), max_values=most)


_COMPONENTS: Mapping[QuestionKind, Callable[[Question, str, Sequence[str]], discord.ui.Item[Any]]] = {
    QuestionKind.SHORT: _text,
    QuestionKind.LONG: _text,
    QuestionKind.SELECT: _choices,
    QuestionKind.USER: _users,
    QuestionKind.ROLE: _roles,
    QuestionKind.CHANNEL: _channels,
    QuestionKind.FILE: _files,
}


def answers_in(interaction: discord.Interaction) -> Values:
    """What was answered, by the keys of the questions, without the files."""
    files = {part["custom_id"] for part in parts_in(interaction) if part.get("type") == _FILE_UPLOAD}
    return {key: values for key, values in values_of(interaction).items() if key not in files}


def texts_in(interaction: discord.Interaction) -> Iterable[str]:
    """What was typed, without what was chosen."""
    return [part["value"] for part in parts_in(interaction) if part.get("type") == _TEXT_INPUT and part["value"]]


def uploads_in(interaction: discord.Interaction) -> tuple[Upload, ...]:
    """The files that were handed in, as Discord keeps them for the while."""
    data: Mapping[str, Any] = interaction.data or {}
    kept = data.get("resolved", {}).get("attachments", {})
    return tuple(
        Upload(part["custom_id"], kept[file]["filename"], kept[file]["size"], kept[file]["url"])
        for part in parts_in(interaction)
        if part.get("type") == _FILE_UPLOAD
        for file in part.get("values", ())
    )
