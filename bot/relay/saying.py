"""What somebody wrote in a place, as the desk takes it in: who wrote, what, and when, live or found later."""

from typing import Final

import discord

from bot.directory import member_as_seen
from desk.actor import Actor, Identities, Member, Via, identify
from desk.clock import rfc3339
from desk.messages import SeenMessage
from desk.models import Attachment

WRITTEN: Final = (discord.MessageType.default, discord.MessageType.reply)
"""The kinds of message that somebody has written; the others are Discord's own words."""


def by_a_person(message: discord.Message) -> bool:
    """Whether a person wrote it: no member answers for what other bots and webhooks say."""
    return message.type in WRITTEN and not message.author.bot and not message.webhook_id


def author_of(message: discord.Message, guild: discord.Guild, identities: Identities, at: str) -> Actor:
    """Who wrote it, acting at that time; one who has left the guild since holds no role any more."""
    author = message.author
    if isinstance(author, discord.Member):
        seen = member_as_seen(author)
    else:
        seen = Member(guild.id, author.id, author.display_name, frozenset(), administrator=False)
    return identify(seen, identities, via=Via.DISCORD, at=at, request_id=f"message {message.id}")


def seen_in(message: discord.Message) -> SeenMessage:
    """What was written, or forwarded: Discord keeps the forwarded words and files apart, as they were then.

    Who has left since could write when they did: Discord had let them.
    """
    parts: tuple[discord.Message | discord.MessageSnapshot, ...] = (message, *message.message_snapshots)
    return SeenMessage(
        channel_id=message.channel.id,
        discord_id=message.id,
        content="\n".join(part.content for part in parts if part.content),
        attachments=tuple(Attachment(file.filename, file.size) for part in parts for file in part.attachments),
        urls=tuple(file.url for part in parts for file in part.attachments),
        forwarded=bool(message.message_snapshots),
        written_at=rfc3339(message.created_at),
        author_left=not isinstance(message.author, discord.Member),
    )
