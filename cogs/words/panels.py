"""What is said of panels."""

from cogs.language import say


def asked(channel_id: int) -> str:
    """After a panel was asked for."""
    return say(
        "The panel appears in {channel} in a moment, and follows the categories by itself.", channel=f"<#{channel_id}>"
    )
