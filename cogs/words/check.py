"""What a look at the desk is told as: each finding with what was seen and, where something is wrong, what to do."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from cogs.language import mark, say, say_n
from cogs.typed import line
from cogs.words.permissions import named
from desk.findings import Finding, Matter, Verdict

_MANY: Final = 10 * 1024

_USES: Final[Mapping[str, str]] = {
    "panel": mark("Panel"),
    "log": mark("Log of the server"),
    "category_log": mark("Log of category {category}"),
    "queue": mark("Live queue of category {category}"),
    "archive": mark("Archive of category {category}"),
    "under": mark("Channel category for tickets of category {category}"),
    "ticket": mark("Ticket"),
}
_CHOSEN_BY: Final[Mapping[str, str]] = {"panel": "/category panel", "log": "/desk log"}

SIGNS: Final = {Verdict.GOOD: "✅", Verdict.NOTE: "⚠️", Verdict.BAD: "❌"}


def heading(wrong: int) -> str:
    """Over what was found."""
    return say_n("{n} thing to look at", "{n} things to look at", wrong) if wrong else say("All is well")


def finding(found: Finding) -> str:
    """One finding, with its remedy unless it is well."""
    return f"{SIGNS[found.verdict]} {text(found)}"


def text(found: Finding) -> str:
    """One finding without its sign."""
    return _TOLD[found.matter](found)


def more(count: int) -> str:
    """When not all of them fit."""
    return say_n("{n} more; fix these first.", "{n} more; fix these first.", count)


def mend(count: int) -> str:
    """The button that mends what the bot can."""
    return say_n("Fix {n} of these", "Fix {n} of these", count)


def mended() -> str:
    """After mending."""
    return say("The bot fixed what it can. What is left needs you.")


def _names(found: Finding) -> str:
    return ", ".join(line(name, 60) for name in found.names[:10])


def _channel(found: Finding) -> str:
    return f"<#{found.id_of('channel')}>"


def _category(found: Finding) -> str:
    return line(str(found.about.get("name", "")), 60)


def _use(found: Finding) -> str:
    return say(_USES[str(found.about["use"])], category=_category(found))


def _roles_gone(found: Finding) -> str:
    return say(
        "Category {category} names roles that no longer exist: {roles}. The bot can take them out.",
        category=_category(found),
        roles=_names(found),
    )


def _strangers(found: Finding) -> str:
    values = {"category": _category(found), "names": _names(found), "channel": _channel(found)}
    if found.mendable:
        return say(
            "{names} can read the ticket {channel} although nobody let them. The bot can put them out.", **values
        )
    return say(
        "{names} can read all tickets of category {category}, because of **Manage Threads**. Take that from the role, "
        "or make it a viewer in `/category edit`.",
        **values,
    )


def _clock(found: Finding) -> str:
    ahead = found.id_of("ahead")
    if found.verdict is Verdict.GOOD:
        return say("The clock is right.")
    if ahead > 0:
        return say_n(
            "The clock of the bot's machine is {n} second fast. Have it set by the network.",
            "The clock of the bot's machine is {n} seconds fast. Have it set by the network.",
            ahead,
        )
    return say_n(
        "The clock of the bot's machine is {n} second slow. Have it set by the network.",
        "The clock of the bot's machine is {n} seconds slow. Have it set by the network.",
        -ahead,
    )


def _disk(found: Finding) -> str:
    mebibytes = found.id_of("free")
    free = say("{n} MiB", n=mebibytes) if mebibytes < _MANY else say("{n} GiB", n=mebibytes // 1024)
    if found.verdict is Verdict.GOOD:
        return say("The disk has {free} of room.", free=free)
    return say("The disk has {free} of room left. Make room: a full disk stops every change of a ticket.", free=free)


def _sqlite(found: Finding) -> str:
    version = found.about.get("version", "")
    if found.verdict is Verdict.GOOD:
        return say("SQLite is {version}.", version=version)
    return say(
        "SQLite is {version}: let no other program write to the store, Litestream included, or link 3.51.3 or later.",
        version=version,
    )


_TOLD: Mapping[Matter, Callable[[Finding], str]] = {
    Matter.CONNECTED: lambda _: say("The bot is connected, its token is good and its intents are on."),
    Matter.PERMISSIONS: lambda it: say(
        "The bot lacks {permissions}. Give its role that in *Server Settings → Roles*.",
        permissions=named(it.names, server=True),
    ),
    Matter.OPEN_TO_ALL: lambda _: say("@everyone is an Administrator: nothing here is private. Take that away."),
    Matter.CHANNEL_GONE: lambda it: say(
        "{use}: its channel is gone (`{channel}`). Choose another: `{command}`.",
        use=_use(it),
        channel=it.id_of("channel"),
        command=_CHOSEN_BY.get(str(it.about.get("use")), "/category edit"),
    ),
    Matter.CHANNEL_LACKS: lambda it: say(
        "{use}: in {channel} the bot lacks {permissions}. Give it that in the channel's permissions.",
        use=_use(it),
        channel=_channel(it),
        permissions=named(it.names),
    ),
    Matter.PARENT_GONE: lambda it: say(
        "The channel under which the tickets of category {category} lie is gone. The bot can make a new one.",
        category=_category(it),
    ),
    Matter.PARENT_LACKS: lambda it: say(
        "In {channel}, where the tickets of category {category} lie, the bot lacks {permissions}. Give it that.",
        channel=_channel(it),
        category=_category(it),
        permissions=named(it.names),
    ),
    Matter.ROLES_GONE: _roles_gone,
    Matter.GRANTS_GONE: lambda it: say(
        "Roles that no longer exist hold rights in the desk: {roles}. That harms nothing.", roles=_names(it)
    ),
    Matter.STRANGERS: _strangers,
    Matter.NOBODY_ANSWERS: lambda it: say(
        "Category {category} has no responder: only those who manage tickets answer. Choose one in `/category edit`.",
        category=_category(it),
    ),
    Matter.PARKED: lambda it: say_n(
        "{n} thing is not shown, as Discord refused it for good ({errors}). Fix the cause; the bot can try it again.",
        "{n} things are not shown, as Discord refused them for good ({errors}). Fix the cause; the bot can try again.",
        it.id_of("count"),
        errors=_names(it),
    ),
    Matter.GUILD_NEARLY_FULL: lambda it: say(
        "The server has {count} of {most} channels. Delete some, or use threads for tickets.", **_facts(it)
    ),
    Matter.GROUP_NEARLY_FULL: lambda it: say(
        "{channel} has {count} of {most} channels. When it is full, the bot makes another one.",
        channel=_channel(it),
        **_facts(it),
    ),
    Matter.CLOCK: _clock,
    Matter.DISK: _disk,
    Matter.SQLITE: _sqlite,
}


def _facts(found: Finding) -> dict[str, Any]:
    return {"count": found.id_of("count"), "most": found.id_of("most")}
