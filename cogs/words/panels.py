"""What is said of panels."""

from cogs.language import say


def asked(channel_id: int) -> str:
    """After a panel was asked for."""
    return say(
        "The panel appears in {channel} in a moment, and follows the categories by itself.", channel=f"<#{channel_id}>"
    )


def text(*, empty: bool) -> str:
    """What stands over the categories that a panel offers."""
    about = (
        say("There is nothing to choose from at the moment.")
        if empty
        else say("Choose what it is about. Only you and those who answer will read it.")
    )
    return f"## {say('Open a ticket')}\n{about}"
