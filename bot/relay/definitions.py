"""Categories and panels as Discord shows them: parent channels with their overwrites, and the buttons to open with."""

import logging

import discord

from bot.relay.cards import redraw
from bot.relay.claims import look_at_claims
from bot.relay.coming_and_going import look_at_roles
from bot.relay.each import for_each
from bot.relay.groups import rename_groups
from bot.relay.parents import ensure_parent, parent_of, rename_parent
from bot.relay.stage import Job, Stage
from bot.relay.styles import style_of
from cogs.views import ids as custom_ids
from cogs.views import panel_view
from cogs.words import panels
from desk import places
from desk.events import EventType
from desk.models import Panel, Status, Style, Ticket

log = logging.getLogger(__name__)

LOOK_BACK = 100


async def show_category(stage: Stage, job: Job) -> None:
    """Keep the category's parent channel, put out of its places who may see them no more, and draw the panels anew."""
    category = await stage.store.read(places.category, job.event.guild_id, job.category_id)
    if category is None:
        return

    async def keep_parent() -> None:
        made = parent_of(stage, category) is not None
        if made or (category.deleted_at is None and category.settings.style is Style.THREAD):
            await ensure_parent(stage, category)
            await rename_parent(stage, category)
        await rename_groups(stage, category)

    async def draw_panels() -> None:
        await redraw_panels(stage, job.event.guild_id)

    async def draw_tickets() -> None:
        placed = await stage.store.read_long(places.placed_tickets, category.id)
        await for_each(placed, lambda ticket: _show_ticket(stage, job, ticket))

    async def remember_roles() -> None:
        if job.event.data.get("roles") or job.event.type == EventType.CATEGORY_CREATED:
            await look_at_roles(stage, job.event.guild_id)

    async def free_claims() -> None:
        if job.event.data.get("roles"):
            await look_at_claims(stage, job.event.guild_id, category.id)

    await for_each((free_claims, keep_parent, draw_panels, draw_tickets, remember_roles), lambda draw: draw())


async def show_guild(stage: Stage, job: Job) -> None:
    """Draw all panels of the guild anew, in the language that it chose."""
    await redraw_panels(stage, job.event.guild_id)


async def redraw_panels(stage: Stage, guild_id: int) -> None:
    """Draw every panel of the guild as things are now."""
    posted = await stage.store.read(places.panels, guild_id)
    await for_each(posted, lambda panel: _redraw_panel(stage, panel))


async def _show_ticket(stage: Stage, job: Job, ticket: Ticket) -> None:
    if job.event.data.get("roles"):
        await style_of(ticket).put_strangers_out(stage, ticket)
        if ticket.status is Status.OPEN:
            await style_of(ticket).let_all_in(stage, job, ticket)
        return
    # Of thousands of tickets most edits change nothing that is seen in Discord. Earlier events do not say.
    if ticket.status is Status.OPEN and job.event.data.get("cards", True):
        await redraw(stage, job, ticket.id)
    if ticket.place.style is Style.CHANNEL and job.event.data.get("places", True):
        # Who may write, and where the channel lies, are the category's too. Of a thread nothing is, and none is woken.
        await style_of(ticket).keep(stage, ticket)


async def show_panel(stage: Stage, job: Job) -> None:
    """Post the panel, unless it is there already."""
    panel = await stage.store.read(places.panel, int(str(job.event.data["panelId"])))
    if panel is None:
        return
    if panel.message_id is not None:
        await _redraw_panel(stage, panel)
        return
    channel = stage.guild(panel.guild_id).get_channel(panel.channel_id)
    if not isinstance(channel, discord.TextChannel):
        await stage.store.write(places.panel_gone, panel.id)
        return
    async with stage.lock(f"panel:{panel.id}"):
        message = await _posted(stage, channel) if job.doubtful else None
        if message is None:
            categories = await stage.store.read(places.live_categories, panel.guild_id)
            message = await channel.send(
                panels.text(empty=not categories),
                view=panel_view(categories),
                nonce=f"panel{panel.id}",
                allowed_mentions=discord.AllowedMentions.none(),
            )
        await stage.store.write(places.panel_shown, Panel(panel.id, panel.guild_id, panel.channel_id, message.id))


async def _posted(stage: Stage, channel: discord.TextChannel) -> discord.Message | None:
    """A panel of the bot's in that channel that no row knows: one that an earlier try has posted."""
    known = {panel.message_id for panel in await stage.store.read(places.panels, channel.guild.id)}
    async for message in channel.history(limit=LOOK_BACK):
        if message.author.id == stage.me and message.id not in known and _is_panel(message):
            return message
    return None


def _is_panel(message: discord.Message) -> bool:
    rows = (row for row in message.components if isinstance(row, discord.ActionRow))
    written = [getattr(item, "custom_id", None) or "" for row in rows for item in row.children]
    return any(custom_ids.OPEN.fullmatch(each) or custom_ids.CHOOSE.fullmatch(each) for each in written)


async def _redraw_panel(stage: Stage, panel: Panel) -> None:
    """Draw a panel as the categories are now; one that is gone is forgotten, and one out of reach is left."""
    async with stage.lock(f"panel:{panel.id}"):
        channel = stage.guild(panel.guild_id).get_channel(panel.channel_id)
        if panel.message_id is None:
            return
        if not isinstance(channel, discord.TextChannel):
            await stage.store.write(places.panel_gone, panel.id)
            return
        categories = await stage.store.read(places.live_categories, panel.guild_id)
        message = channel.get_partial_message(panel.message_id)
        try:
            await message.edit(
                content=panels.text(empty=not categories),
                view=panel_view(categories),
                allowed_mentions=discord.AllowedMentions.none(),
            )
        except discord.NotFound:
            await stage.store.write(places.panel_gone, panel.id)
        except discord.Forbidden as refusal:
            log.warning("panel %d in channel %d cannot be redrawn: %s", panel.id, panel.channel_id, refusal.code)
