"""What is said of API keys."""

from collections.abc import Iterable, Mapping

from cogs.language import mark, say
from cogs.typed import line
from cogs.words.shared import moment, since
from desk.actor import Scope
from desk.models import ApiKey

MAY: Mapping[str, str] = {Scope.READ: mark("read"), Scope.WRITE: mark("write")}


def own() -> str:
    """The head of the list of one's keys."""
    return say("Your API keys")


def of(name: str) -> str:
    """The head of the list of another's keys."""
    return say("API keys of {member}", member=line(name, 100))


def none_of(user_id: int) -> str:
    """In place of an empty list of another's keys."""
    return say("{member} has no keys.", member=f"<@{user_id}>")


def none_yet() -> str:
    """In place of an empty list."""
    return say("You have no keys. Make one: `/desk key create`.")


def made(key: ApiKey, secret: str) -> str:
    """After a key was made: the only time that it is shown."""
    values = {"key": line(key.name), "secret": f"```\n{secret}\n```", "scopes": scopes(key.scopes)}
    if key.expires_at is None:
        return say(
            "Your key {key}:\n{secret}\nIt is shown this once. Keep it like a password: who has it acts as you, "
            "with {scopes}.",
            **values,
        )
    return say(
        "Your key {key}:\n{secret}\nIt is shown this once. Keep it like a password: who has it acts as you, "
        "with {scopes}. It ends {when}.",
        when=moment(key.expires_at),
        **values,
    )


def scopes(held: Iterable[Scope]) -> str:
    """The scopes of a key."""
    named = [f"`{each}`" for each in sorted(held)]
    return say("{one} and {other}", one=named[0], other=named[1]) if len(named) > 1 else "".join(named)


def row(key: ApiKey) -> str:
    """A key as a row of a list: at most 160 characters, so that all that one may have fit an answer."""
    facts = [
        ", ".join(say(MAY[each]) for each in sorted(key.scopes)),
        say("used {when}", when=since(key.last_used_at)) if key.last_used_at else say("never used"),
    ]
    if key.expires_at:
        facts.append(say("ends {when}", when=since(key.expires_at)))
    return f"**{line(key.name, 24)}** `{key.prefix}…` · {' · '.join(facts)}"


def revoked(key: ApiKey) -> str:
    """After a key was revoked."""
    return say("Key {key} is revoked: it opens nothing from now on.", key=line(key.name))
