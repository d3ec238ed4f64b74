"""What commands, options and choices are called, told to Discord in every language when the commands are published."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

import discord
from discord import app_commands
from discord.app_commands import TranslationContextLocation as Location

from cogs.language.catalogues import CATALOGUES, catalogue_of

KINDS: Final[Mapping[Location, str]] = MappingProxyType(
    {
        Location.command_name: "command",
        Location.group_name: "command",
        Location.parameter_name: "option",
        Location.choice_name: "choice",
        Location.command_description: "description",
        Location.group_description: "description",
        Location.parameter_description: "description",
    }
)
"""The context in the catalogue of what stands there; the name of a menu on messages or members is a `menu`."""


def kind_of(location: Location, data: object) -> str:
    """The context in the catalogue of what stands at that location."""
    return "menu" if isinstance(data, app_commands.ContextMenu) else KINDS[location]


class CatalogueTranslator(app_commands.Translator):
    """Answers from the catalogue; what has no translation, or the same one, is shown as it is in the code."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContext[Any, Any],
    ) -> str | None:
        """What it is called in that locale, None for what it is called in English."""
        if locale.value not in CATALOGUES or context.location not in KINDS:
            return None
        said = catalogue_of(locale).pgettext(kind_of(context.location, context.data), string.message)
        return said if said != string.message else None
