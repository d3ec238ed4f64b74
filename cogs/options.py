"""The options that several commands of tickets have, and what Discord takes in them."""

from discord import app_commands

from desk.text import CLOSE_REASON, REPLY, TITLE

Number = app_commands.Range[int, 1, 10**15]
Title = app_commands.Range[str, 1, TITLE[1]]
Text = app_commands.Range[str, 1, REPLY[1]]
Reason = app_commands.Range[str, 1, CLOSE_REASON[1]]
WHICH = "The ticket's number; without it, the ticket whose thread you are in"
