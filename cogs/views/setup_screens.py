"""The screens of setting a server up: a step on each, what was chosen so far in sight, and the way back and on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import discord

from cogs import words
from cogs.answers import Answer
from cogs.door import Door
from cogs.language import button, speaking
from cogs.surroundings import POSTS, lacking, surroundings
from cogs.typed import line
from cogs.views import ids
from cogs.words.locales import OWN_NAMES, nearest
from cogs.words.templates import GENERAL, KEYS, Template, templates
from desk.configuring import CategoryChange
from desk.models import Style
from desk.setup import Plan, Present, SetupDraft, there

Item = discord.ui.Item[Any]
ROLES_AT_MOST = 25


@dataclass(frozen=True, slots=True)
class Scene:
    """A server that is being set up: how it is, and in Discord."""

    present: Present
    guild: discord.Guild
    door: Door

    @property
    def draft(self) -> SetupDraft:
        """What was chosen so far; in a server without categories, one template to begin with."""
        draft = self.present.draft
        return draft if self.present.begun or self.present.categories else replace(draft, templates=(GENERAL,))

    @property
    def language(self) -> str:
        """The locale of what everybody reads."""
        return self.draft.language or nearest(self.guild.preferred_locale)

    def templates(self) -> Mapping[str, Template]:
        """The templates in the server's language."""
        with speaking(self.language):
            return templates()

    def plans(self) -> list[Plan]:
        """The categories that are chosen."""
        draft, offered = self.draft, self.templates()
        return [_plan(draft, offered[key], draft.names.get(key)) for key in KEYS if key in draft.templates]

    def missing(self) -> tuple[str, ...]:
        """The permissions without which nothing can be made as it was chosen."""
        parents = surroundings(self.door, self.guild).parents
        needed = set(parents.get(self.draft.under_channel_id or 0, parents[0]))
        panel = self.guild.get_channel(self.draft.panel_channel_id or 0)
        if panel is not None:
            needed.update(lacking(panel.permissions_for(self.guild.me), POSTS))
        return tuple(sorted(needed))


def _plan(draft: SetupDraft, template: Template, name: str | None) -> Plan:
    change = CategoryChange(
        name=name or template.name,
        description=template.description,
        emoji=template.emoji,
        color=template.color,
        responder_role_ids=draft.responder_role_ids,
        style=draft.style,
        under_channel_id=draft.under_channel_id,
    )
    return Plan(change, template.form)


def screen(scene: Scene, step: str, note: str | None = None) -> Answer:
    """The screen of that step; `note` is what has just stood against it."""
    text, items = _SCREENS[step](scene)
    embed = discord.Embed(title=words.setup.heading(step), description=text)
    view = discord.ui.View(timeout=None)
    for item in items:
        view.add_item(item)
    return Answer(note, embed=embed, view=view)


def _who(scene: Scene) -> tuple[str, list[Item]]:
    draft = scene.draft
    present = [each for each in draft.responder_role_ids if scene.guild.get_role(each)]
    languages = _options(OWN_NAMES, {scene.language})
    roles: discord.ui.RoleSelect[Any] = discord.ui.RoleSelect(
        custom_id=ids.setup_pick("roles"),
        placeholder=words.setup.roles_hint(),
        min_values=0,
        max_values=ROLES_AT_MOST,
        default_values=[discord.Object(each, type=discord.Role) for each in present],
    )
    return words.setup.who(present), [
        _select("language", words.setup.language_hint(), languages),
        roles,
        _go("what", words.setup.ON, primary=True),
    ]


def _what(scene: Scene) -> tuple[str, list[Item]]:
    draft, offered = scene.draft, scene.templates()
    names = {key: draft.names.get(key) or template.name for key, template in offered.items()}
    options = [
        discord.SelectOption(
            label=names[key],
            value=key,
            description=template.description[:100],
            emoji=template.emoji,
            default=key in draft.templates,
        )
        for key, template in offered.items()
    ]
    chosen = [names[key] for key in KEYS if key in draft.templates]
    on = _go("where", words.setup.ON, primary=True)
    on.disabled = not chosen and not scene.present.categories
    items: list[Item] = [
        _select("templates", words.setup.templates_hint(), options, least=0),
        _go("who", words.setup.BACK),
    ]
    if chosen:
        items.append(_go("names", words.setup.NAMES))
    return words.setup.what(chosen, scene.present.categories), [*items, on]


def _where(scene: Scene) -> tuple[str, list[Item]]:
    draft = scene.draft
    styles = {Style.THREAD.value: words.setup.thread_style(), Style.CHANNEL.value: words.setup.channel_style()}
    under = scene.guild.get_channel(draft.under_channel_id or 0)
    panel = scene.guild.get_channel(draft.panel_channel_id or 0)
    return words.setup.where(under.id if under else None, panel.id if panel else None), [
        _select("style", words.setup.thread_style(), _options(styles, {draft.style.value})),
        _channels("under", words.setup.under_hint(), discord.ChannelType.category, under),
        _channels("panel", words.setup.panel_hint(), discord.ChannelType.text, panel),
        _go("what", words.setup.BACK),
        _go("preview", words.setup.ON, primary=True),
    ]


def _preview(scene: Scene) -> tuple[str, list[Item]]:
    plans, present = scene.plans(), scene.present.categories
    new = [plan for plan in plans if there(present, plan.name) is None]
    old = [plan.name for plan in plans if there(present, plan.name) is not None]
    shown = [(each.settings.emoji, each.name, each.description) for each in present]
    shown += [(plan.change.emoji, plan.name, plan.change.description) for plan in new]
    with speaking(scene.language):
        panel = words.panels.text(empty=not shown)
    lines = [f"> {part}" for part in panel.splitlines()] + [_line(*each) for each in shown[:10]]
    texts = [words.setup.preview_of("\n".join(lines)), words.setup.to_be_made([plan.name for plan in new], old)]
    missing = scene.missing()
    last = _go("preview", words.setup.LOOK_AGAIN) if missing else _go("make", words.setup.MAKE, success=True)
    if missing:
        texts.append(f"⚠️ {words.setup.lacking(missing)}")
    return "\n\n".join(texts), [_go("where", words.setup.BACK), last]


def _line(emoji: str | None, name: str, description: str | None) -> str:
    about = f" · {line(description, 60)}" if description else ""
    return f"> {emoji or '▫️'} **{line(name, 60)}**{about}"


_SCREENS = {"who": _who, "what": _what, "where": _where, "preview": _preview}


def _go(step: str, label: str, *, primary: bool = False, success: bool = False) -> discord.ui.Button[Any]:
    style = discord.ButtonStyle.primary if primary else discord.ButtonStyle.secondary
    return discord.ui.Button(
        label=button(label), style=discord.ButtonStyle.success if success else style, custom_id=ids.setup(step)
    )


def _options(ways: Mapping[str, str], chosen: Iterable[str]) -> list[discord.SelectOption]:
    held = set(chosen)
    return [discord.SelectOption(label=name, value=value, default=value in held) for value, name in ways.items()]


def _select(
    what: str, placeholder: str, options: Sequence[discord.SelectOption], least: int = 1
) -> discord.ui.Select[Any]:
    return discord.ui.Select(
        custom_id=ids.setup_pick(what),
        placeholder=placeholder,
        options=list(options),
        min_values=least,
        max_values=1 if least else len(options),
    )


def _channels(
    what: str, placeholder: str, kind: discord.ChannelType, chosen: discord.abc.GuildChannel | None
) -> discord.ui.ChannelSelect[Any]:
    return discord.ui.ChannelSelect(
        custom_id=ids.setup_pick(what),
        placeholder=placeholder,
        channel_types=[kind],
        min_values=0,
        default_values=[discord.SelectDefaultValue.from_channel(chosen)] if chosen else [],
    )
