"""Every way in which the HTTP door itself refuses a request, as one small tree that carries data and never words.

Refused
├── UnknownHost          another host is named than the one at which the desk is reached
├── KeyInUrl             an API key, or a parameter made for one, stands in the request's target
├── NoSuchPath           no operation has this path
├── WrongMethod          the path is known, and not with this method
├── Unauthenticated      no API key, or none that is good
├── TooMany              too many requests of one key, session or address in a short time
├── KeysConflict         several API keys that are not the same one
├── SessionsConflict     several cookies that could be the session
├── SessionNeeded        an API key asks for what only who is signed in at a browser may do
├── GuildLeft            a session acts in a guild that its member has left, and has others to choose from
├── CsrfNeeded           a session asks for a change without the token that is bound to it
├── ForeignOrigin        a page of another site asks with the browser's session
├── InsufficientScope    the API key was not made for this
├── SignInEnds           somebody who signs in is told why it comes to nothing
│   ├── SignInOff            the settings lack what signing in needs
│   ├── SignInStale          a sign-in that is not under way in this browser
│   ├── SignInRefused        Discord, or who was asked there, did not agree
│   ├── SignInUnavailable    Discord does not answer about who signs in
│   └── InNoGuild            who signs in is in no guild of the desk
├── BadExpectation       an Expect that is not 100-continue
├── WrongMediaType       the body is not plain JSON in UTF-8
├── TooLarge             the body has more bytes than are read
├── TooSlow              the body did not come in time
├── Malformed            the request, its query or its body cannot be read at all
│   ├── BadIdempotencyKey
│   └── BadDryRun
├── NoRehearsal          the operation does what no rehearsal can take back
├── PreconditionFailed   what is to be changed is not what the If-Match names
├── OutOfRange           there is no such part of it
├── Crowded              this address, or all together, hold too many connections
├── TooManyStreams       this key or session has as many streams of events open as it may
└── NotReady             a part of the desk does not work now
"""

from dataclasses import dataclass

from desk.actor import Scope


@dataclass(eq=False)
class Refused(Exception):
    """The root: what the door refuses before, or instead of, asking a use case."""


@dataclass(eq=False)
class KeyInUrl(Refused):
    """Where it was is not kept, so that no log or answer can show it."""


@dataclass(eq=False)
class NoSuchPath(Refused):
    """The path is not among the operations'."""


@dataclass(eq=False)
class WrongMethod(Refused):
    """`allowed` are the methods that the path has."""

    allowed: tuple[str, ...]


@dataclass(eq=False)
class Unauthenticated(Refused):
    """`given` tells that something was sent and is not good; what exactly is wrong with it stays untold."""

    given: bool


@dataclass(eq=False)
class TooMany(Refused):
    """The quota named `policy` lets pass `calls` in any stretch of `seconds`; the next after `wait` seconds."""

    policy: str
    calls: int
    seconds: int
    wait: int


@dataclass(eq=False)
class KeysConflict(Refused):
    """Two headers name two keys, or one header came twice."""


@dataclass(eq=False)
class UnknownHost(Refused):
    """What was named is not told again."""


@dataclass(eq=False)
class SessionsConflict(Refused):
    """Which of them is meant cannot be known."""


@dataclass(eq=False)
class SessionNeeded(Refused):
    """A key cannot make, widen or end keys or sessions."""


@dataclass(eq=False)
class GuildLeft(Refused):
    """Nothing is guessed: they choose where they act."""


@dataclass(eq=False)
class CsrfNeeded(Refused):
    """It was missing, or another session's."""


@dataclass(eq=False)
class ForeignOrigin(Refused):
    """The browser said so, in Origin or Sec-Fetch-Site."""


@dataclass(eq=False)
class SignInEnds(Refused):
    """What only a page of the sign-in answers, and no operation."""


@dataclass(eq=False)
class SignInOff(SignInEnds):
    """There is no secret of the application, or the bot has not signed in to Discord yet."""


@dataclass(eq=False)
class SignInStale(SignInEnds):
    """It never began here, is over, or took too long."""


@dataclass(eq=False)
class SignInRefused(SignInEnds):
    """What Discord said is kept nowhere: it may hold a secret."""


@dataclass(eq=False)
class SignInUnavailable(SignInEnds):
    """A later try may find Discord well."""


@dataclass(eq=False)
class InNoGuild(SignInEnds):
    """There is nothing that they could see here."""


@dataclass(eq=False)
class InsufficientScope(Refused):
    """`scope` is the one that the operation needs."""

    scope: Scope


@dataclass(eq=False)
class BadExpectation(Refused):
    """What was expected is not something that the door can promise."""


@dataclass(eq=False)
class WrongMediaType(Refused):
    """The Content-Type is not JSON, its charset is not UTF-8, or the body is encoded; `form`: a form were fine, too."""

    form: bool


@dataclass(eq=False)
class TooLarge(Refused):
    """`limit` is how many bytes a body may have."""

    limit: int


@dataclass(eq=False)
class TooSlow(Refused):
    """The rest of the body was waited for long enough."""


@dataclass(eq=False)
class Malformed(Refused):
    """`reason` is a word of the table of words, `place` where in the body it is, if that is known."""

    reason: str
    place: str = ""


@dataclass(eq=False)
class BadIdempotencyKey(Malformed):
    """The header came twice, or is not 1 to 255 visible ASCII characters."""

    reason: str = "idempotency_key"


@dataclass(eq=False)
class BadDryRun(Malformed):
    """The header came twice, or is neither 0 nor 1."""

    reason: str = "dry_run"


@dataclass(eq=False)
class NoRehearsal(Refused):
    """A part of its effect lies outside the store."""


@dataclass(eq=False)
class PreconditionFailed(Refused):
    """The tag of what is there is none of those that were sent."""


@dataclass(eq=False)
class OutOfRange(Refused):
    """What is there has `size` bytes, and the part that is asked for lies beyond them."""

    size: int


@dataclass(eq=False)
class Crowded(Refused):
    """One more connection would be too many."""


@dataclass(eq=False)
class TooManyStreams(Refused):
    """`limit` is how many one key or session may have open."""

    limit: int


@dataclass(eq=False)
class NotReady(Refused):
    """`parts` are the names of what does not work."""

    parts: tuple[str, ...]
