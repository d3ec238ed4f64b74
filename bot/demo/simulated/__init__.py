"""The simulated Discord of the demo and of the tests: the one place that touches SimCord's private parts."""

from simcord import (
    BackendError,
    ChannelHandle,
    GuildHandle,
    InteractionResult,
    MemberActor,
    RoleHandle,
    SetupError,
)

from bot.demo.simulated.base import World, utc_now
from bot.demo.simulated.hands import Hands
from bot.demo.simulated.memory import Memory
from bot.demo.simulated.sight import Place, Sight, texts
from bot.demo.simulated.windows import NoViewer, Windows

__all__ = [
    "BackendError",
    "ChannelHandle",
    "GuildHandle",
    "InteractionResult",
    "MemberActor",
    "Memory",
    "NoViewer",
    "Place",
    "RoleHandle",
    "SetupError",
    "Simulated",
    "Windows",
    "World",
    "texts",
    "utc_now",
]


class Simulated(Hands, Sight):
    """One simulated Discord around one bot.

    The handles that come from here (guild, role, channel, member) are SimCord's own: a member has `send`, `edit`,
    `delete`, `slash`, `autocomplete`, `click`, `select` and `submit_modal`, each of which returns when the bot is at
    rest. `settle` waits for the rest of the desk too.
    """
