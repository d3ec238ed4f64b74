"""The texts that stand at commands: names, descriptions and choices, found by walking the tree that is published."""

import asyncio
from collections.abc import Iterator
from typing import Any, cast

import discord
from discord import app_commands
from discord.app_commands import TranslationContextLocation as Location
from discord.ext import commands

from cogs import setup_cogs
from cogs.language.translator import kind_of
from tests.languages.texts import Text

Named = app_commands.Command[Any, ..., Any] | app_commands.Group | app_commands.ContextMenu


def published() -> list[Named]:
    """The commands as the bot publishes them. No event loop may be running."""
    return asyncio.run(_published())


async def _published() -> list[Named]:
    bot = commands.Bot("!", intents=discord.Intents.none(), help_command=None)
    # The door is used by who uses a command; here nobody does.
    await setup_cogs(bot, cast("Any", None))
    # A bot that is closed has lost those that are in no group.
    found = bot.tree.get_commands(type=None)
    await bot.close()
    return found


def texts_of_commands() -> Iterator[Text]:
    """Every name, description and choice."""
    for command in published():
        yield from _texts(command, "")


def siblings() -> Iterator[list[tuple[str, str]]]:
    """The keys of names that stand beside each other: each must be the only one of its name there."""
    tree = published()
    for kind in (app_commands.ContextMenu, app_commands.Group | app_commands.Command):
        yield [_key(Location.command_name, each, each.name) for each in tree if isinstance(each, kind)]
    for group in tree:
        if isinstance(group, app_commands.Group):
            yield from _siblings_in(group)


def _siblings_in(group: app_commands.Group) -> Iterator[list[tuple[str, str]]]:
    yield [_key(Location.command_name, each, each.name) for each in group.commands]
    for each in group.commands:
        if isinstance(each, app_commands.Group):
            yield from _siblings_in(each)
        else:
            yield [_key(Location.parameter_name, None, it.name) for it in each.parameters]
            for it in each.parameters:
                yield [_key(Location.choice_name, None, choice.name) for choice in it.choices]


def _key(location: Location, data: object, name: str) -> tuple[str, str]:
    return kind_of(location, data), name


def _texts(command: Named, path: str) -> Iterator[Text]:
    if isinstance(command, app_commands.ContextMenu):
        yield _text(Location.command_name, command, command.name, f"The menu on a {command.type.name}.")
        return
    path = f"{path}/{command.name}" if not path else f"{path} {command.name}"
    yield _text(Location.command_name, command, command.name, f"The name of {path}.")
    yield _text(Location.command_description, command, command.description, f"What {path} does.")
    if isinstance(command, app_commands.Group):
        for child in command.commands:
            yield from _texts(child, path)
        return
    for option in command.parameters:
        yield _text(Location.parameter_name, None, option.display_name, f"An option of {path}.")
        yield _text(
            Location.parameter_description, None, str(option.description), f"What {option.display_name} is of {path}."
        )
        for choice in option.choices:
            yield _text(Location.choice_name, None, choice.name, f"A choice of {option.display_name} of {path}.")


def _text(location: Location, data: object, text: str, about: str) -> Text:
    kind = kind_of(location, data)
    return Text(kind, text, kinds=(kind,), about=(about,))
