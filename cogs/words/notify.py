"""What is said of direct messages: the question, and what was chosen."""

from cogs.language import say


def question() -> str:
    """After a member's first ticket."""
    return say("When staff answers and you are away: shall the desk tell you by direct message?")


def state(*, on: bool) -> str:
    """What holds now, and how it is changed."""
    if on:
        return say(
            "The desk tells you by direct message when staff answers and you are away. `/ticket notify` ends it."
        )
    return say("The desk sends you no direct messages when staff answers. `/ticket notify` changes it.")
