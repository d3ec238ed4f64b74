"""In which language the relay draws what everybody in a guild reads."""

import discord


def language_of(guild: discord.Guild | None) -> str:
    """The locale of what is drawn in the guild: the language that its people chose for it in Discord."""
    return str(guild.preferred_locale) if guild is not None else ""
