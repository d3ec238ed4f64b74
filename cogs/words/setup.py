"""What is said while a server is set up: one screen a step, the list of what was done, and what comes next."""

from collections.abc import Sequence
from typing import Final

from cogs.language import button, hint, mark, mark_button, say
from cogs.typed import line
from cogs.words.permissions import named
from cogs.words.settings import roles
from desk.models import Category

_SERVER_FULL: Final = " 30013"
STEPS: Final = ("who", "what", "where", "preview")

TITLES: Final = {
    "who": mark("Who answers?"),
    "what": mark("What are the tickets about?"),
    "where": mark("Where?"),
    "preview": mark("Does it look right?"),
}

BACK, ON = mark_button("Back"), mark_button("Next")
NAMES, MAKE, LOOK_AGAIN = mark_button("Other names"), mark_button("Set it up"), mark_button("Look again")


def heading(step: str) -> str:
    """Over a step: which of how many it is."""
    return say("{title} ({step} of {count})", title=say(TITLES[step]), step=STEPS.index(step) + 1, count=len(STEPS))


def who(role_ids: Sequence[int]) -> str:
    """The step in which language and roles are chosen."""
    lines = [say("Choose the language of cards and panels, and the roles that answer tickets.")]
    if role_ids:
        lines.append(say("Tickets are answered by {roles}.", roles=roles(role_ids)))
    else:
        lines.append(say("Without a role, only those who manage tickets answer: Administrators, to begin with."))
    return "\n\n".join(lines)


def what(names: Sequence[str], present: Sequence[Category]) -> str:
    """The step in which templates are chosen. What is there stays."""
    lines = [say("Choose one template or several. Everything about them can be changed later.")]
    if names:
        lines.append("\n".join(f"- {line(name)}" for name in names))
    if present:
        listed = ", ".join(line(each.name, 40) for each in present[:10])
        lines.append(say("There already, and staying as they are: {categories}.", categories=listed))
    return "\n\n".join(lines)


def where(under: int | None, panel: int | None) -> str:
    """The step in which the places are chosen."""
    return "\n\n".join(
        (
            say("Choose what a ticket is, in which channel category tickets are, and where members open them."),
            say("Tickets are in {channel}.", channel=f"<#{under}>")
            if under
            else say("Without a channel category, the bot makes one for tickets."),
            say("Members open them in {channel}.", channel=f"<#{panel}>")
            if panel
            else say("Without a channel, the bot makes one for opening tickets."),
        )
    )


def preview_of(categories: str) -> str:
    """What members will see."""
    return say("Members will see this, with a button for each:\n{panel}", panel=categories)


def to_be_made(new: Sequence[str], old: Sequence[str]) -> str:
    """What the last step will make, and what it will leave."""
    lines = []
    if new:
        listed = ", ".join(line(name, 60) for name in new)
        lines.append(say("Will be made: {categories}.", categories=listed))
    if old:
        listed = ", ".join(line(name, 60) for name in old)
        lines.append(say("There already, and staying as they are: {categories}.", categories=listed))
    lines.append(say("A test ticket is opened in your name and removed again."))
    return "\n".join(lines)


def lacking(permissions: Sequence[str]) -> str:
    """What stands in the way, before anything is made."""
    return say(
        "The bot lacks {permissions}. Give its role that in *Server Settings → Roles*, then look again.",
        permissions=named(permissions, server=True),
    )


def nothing_chosen() -> str:
    """When there would be nothing to open a ticket in."""
    return say("Choose at least one template.")


def working() -> str:
    """While it is being done."""
    return say("One moment: this takes up to half a minute.")


def done(*, whole: bool) -> str:
    """Over the list of what was done."""
    return say("Your desk is ready.") if whole else say("Not everything is well yet. Fix it, then set it up again.")


def channels_made(*, made: bool) -> str:
    """That there are channels to work with."""
    return say("The channels are there.") if made else say("The bot could not make a channel.")


def category_made(category: Category, *, new: bool) -> str:
    """That a category is made, or was there."""
    if new:
        return say("Category {category} is made.", category=line(category.name, 60))
    return say("Category {category} was there already, and stays as it is.", category=line(category.name, 60))


def panel_posted(channel_id: int, *, new: bool) -> str:
    """That a panel is posted, or was there."""
    if new:
        return say("The panel is posted in {channel}.", channel=f"<#{channel_id}>")
    return say("The panel in {channel} was there already, and follows the categories.", channel=f"<#{channel_id}>")


def tried() -> str:
    """That a ticket could be opened and removed."""
    return say("A test ticket was opened and removed again.")


def not_tried() -> str:
    """That no ticket was tried, as it could not be removed again."""
    return say("No test ticket was opened: only those who manage tickets could remove it. Open one yourself.")


def late() -> str:
    """When Discord has not answered yet."""
    return say("Discord has not answered yet; the bot goes on trying. Look with `/desk check` in a minute.")


def refused(error: str) -> str:
    """When Discord refuses something for good; `error` ends with Discord's own number for why."""
    if error.endswith(_SERVER_FULL):
        return say("This server has as many channels as Discord allows. Delete some, then set it up again.")
    told = say("Discord refused it. `/desk check` names what is missing; fix that, then set it up again.")
    return f"{told} `{error}`"


def group_full(channel_id: int) -> str:
    """When the channel category that was chosen takes no further channel."""
    return say(
        "{channel} has as many channels as Discord allows in a channel category. Choose another, then set it up again.",
        channel=f"<#{channel_id}>",
    )


def test_ticket_failed() -> str:
    """That a test ticket got no place."""
    return say("A test ticket got no thread or channel.")


def test_title() -> str:
    """The title of the ticket that is tried."""
    return say("Test of the desk")


def test_message() -> str:
    """The text of the ticket that is tried."""
    return say("This ticket tries the desk, and is removed in a moment.")


def next_steps(channel_id: int) -> str:
    """What comes next."""
    return "\n".join(
        (
            say("Now open a ticket in {channel}, as your members will.", channel=f"<#{channel_id}>"),
            say("`/category edit` changes everything about a category, `/category form` its questions."),
            say("`/desk grant` lets a role manage tickets, `/desk check` looks whether all is well."),
        )
    )


def hall() -> str:
    """The name of the channel that the bot makes for opening tickets, as Discord writes names."""
    return say("open-a-ticket")


def group() -> str:
    """The name of the channel category that the bot makes for tickets."""
    return say("Tickets")


def language_hint() -> str:
    """In the empty select of languages."""
    return hint("Language of the server")


def roles_hint() -> str:
    """In the empty select of roles."""
    return hint("Roles that answer tickets")


def templates_hint() -> str:
    """In the empty select of templates."""
    return hint("Templates")


def under_hint() -> str:
    """In the empty select of channel categories."""
    return hint("Channel category: the bot makes one")


def panel_hint() -> str:
    """In the empty select of channels."""
    return hint("Channel for opening tickets: the bot makes one")


def thread_style() -> str:
    """A ticket as a thread."""
    return button("A private thread for each ticket")


def channel_style() -> str:
    """A ticket as a channel."""
    return button("A private channel for each ticket")
