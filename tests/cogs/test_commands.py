"""Every command is described, documented and tried, and every form and button keeps to Discord's limits."""

import re
from pathlib import Path
from typing import Any

import discord
from discord import app_commands

from cogs.views import DYNAMIC_ITEMS, FORMS
from tests.cogs.world import World

ROOT = Path(__file__).resolve().parents[2]

COMMANDS = {
    "ticket": "open list show reply note claim release close reopen assign delete queue search move priority tag "
    "rename snooze add remove member merge link rate notify",
    "category": "create edit delete form list panel",
    "desk": "setup check log grant revoke block unblock stats replies",
    "desk key": "create list revoke",
}


def _commands(world: World) -> list[app_commands.Command[Any, ..., Any]]:
    bot = world.bots[-1]
    return [it for it in bot.tree.walk_commands() if isinstance(it, app_commands.Command)]


def _signature(command: app_commands.Command[Any, ..., Any]) -> str:
    options = [f"{it.name}" if it.required else f"[{it.name}]" for it in command.parameters]
    return " ".join([f"/{command.qualified_name}", *options])


async def test_the_commands_are_those_that_people_were_promised(world: World) -> None:
    expected = {f"{group} {name}" for group, names in COMMANDS.items() for name in names.split()}
    assert {it.qualified_name for it in _commands(world)} == expected | {"reply"}


async def test_every_command_and_option_says_what_it_is(world: World) -> None:
    for command in _commands(world):
        assert 10 <= len(command.description) <= 100
        assert not command.description.endswith(".")
        for option in command.parameters:
            assert 3 <= len(str(option.description)) <= 100
            assert option.description != "…"
    for group in world.bots[-1].tree.get_commands(type=discord.AppCommandType.chat_input):
        assert group.guild_only
        assert group.default_permissions is None
        assert not isinstance(group, app_commands.Group) or len(group.commands) <= 25


async def test_every_command_is_documented_with_its_options(world: World) -> None:
    page = (ROOT / "docs/commands.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `(/[^`]+)` \|", page, re.MULTILINE))
    assert documented == {_signature(command) for command in _commands(world)}


async def test_the_menus_on_messages_and_members_are_documented(world: World) -> None:
    menus = world.bots[-1].tree.get_commands(type=discord.AppCommandType.message)
    menus += world.bots[-1].tree.get_commands(type=discord.AppCommandType.user)
    page = (ROOT / "docs/commands.md").read_text(encoding="utf-8")
    assert [menu.name for menu in menus if f"**{menu.name}**" not in page] == []
    assert len(menus) == 4


async def test_every_command_is_tried_in_a_test(world: World) -> None:
    others = [path for path in Path(__file__).parent.glob("test_*.py") if path != Path(__file__)]
    tried = "".join(path.read_text(encoding="utf-8") for path in others)
    assert [it.qualified_name for it in _commands(world) if f'"{it.qualified_name}"' not in tried] == []


def test_no_two_kinds_of_button_or_form_answer_to_one_custom_id() -> None:
    templates = [item.__discord_ui_compiled_template__.pattern for item in DYNAMIC_ITEMS]
    templates += [form.template.pattern for form in FORMS]
    kinds = [pattern.partition(":")[0] for pattern in templates]
    assert len(set(kinds)) == len(kinds)
