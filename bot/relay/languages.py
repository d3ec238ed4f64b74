"""In which language the relay draws what everybody in a guild reads."""

from bot.relay.stage import Stage
from desk import places


async def language_of(stage: Stage, guild_id: int) -> str:
    """The locale of what is drawn in the guild: what it chose for the desk, else what it says in Discord."""
    chosen = await stage.store.read(places.language, guild_id)
    guild = stage.client.get_guild(guild_id)
    return chosen or (str(guild.preferred_locale) if guild is not None else "")
