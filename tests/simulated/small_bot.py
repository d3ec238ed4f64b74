"""A bot of a few lines, thrown away after each test: it has one of each thing that the simulated Discord must carry."""

import asyncio
import re
from typing import Any

import discord
from discord import app_commands
from discord.ext import tasks


class Counter(discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]], template=r"count:(?P<room>\w+)"):
    """A button that outlives its bot and says how many times it was pressed."""

    def __init__(self, room: str) -> None:
        super().__init__(discord.ui.Button(label="Count", custom_id=f"count:{room}"))
        self.room = room

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction, _item: discord.ui.Item[Any], match: re.Match[str]
    ) -> "Counter":
        """Make the button again from its custom_id."""
        return cls(match["room"])

    async def callback(self, interaction: discord.Interaction) -> None:
        """Answer with the running number."""
        bot = interaction.client
        assert isinstance(bot, SmallBot)
        bot.pressed += 1
        await interaction.response.send_message(f"press {bot.pressed} in {self.room}", ephemeral=True)


class Form(discord.ui.Modal, title="Say it"):
    """A form of one line."""

    word: discord.ui.TextInput["Form"] = discord.ui.TextInput(label="Word", custom_id="word")

    async def on_submit(self, interaction: discord.Interaction) -> None:
        """Repeat the word."""
        await interaction.response.send_message(f"you said {self.word.value}")


class SmallBot(discord.Client):
    """Commands `/form` and `/panel`; remembers the words of the messages that it saw and the ticks of its loop."""

    def __init__(self) -> None:
        intents = discord.Intents.default()
        intents.members = True
        intents.message_content = True
        super().__init__(intents=intents)
        self.tree = app_commands.CommandTree(self)
        self.pressed = 0
        self.heard: list[str] = []
        self.left: list[int] = []
        self.ticked = asyncio.Event()

        @self.tree.command(description="Show the form")
        async def form(interaction: discord.Interaction) -> None:
            await interaction.response.send_modal(Form())

        @self.tree.command(description="Post the button")
        async def panel(interaction: discord.Interaction) -> None:
            view = discord.ui.View(timeout=None).add_item(Counter("hall"))
            await interaction.response.send_message("Press it.", view=view)

    async def setup_hook(self) -> None:
        """Take the button in and publish the commands."""
        self.add_dynamic_items(Counter)
        await self.tree.sync()

    @tasks.loop(seconds=0.2)
    async def tick(self) -> None:
        """Tell that a timer went off."""
        self.ticked.set()

    async def on_message(self, message: discord.Message) -> None:
        """Remember what was said; `tick` starts the timer."""
        self.heard.append(message.content)
        if message.content == "tick":
            self.ticking = self.tick.start()

    async def on_raw_member_remove(self, event: discord.RawMemberRemoveEvent) -> None:
        """Remember who left."""
        self.left.append(event.user.id)
