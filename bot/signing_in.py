"""Whether people can sign in with Discord, and the redirect that the developer portal must know for that."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from api.sign_in.ways import CALLBACK
from bot.checks import Finding, Verdict
from bot.settings import Settings

_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def of_sign_in(known: Settings, entered: Sequence[str] | None) -> Finding:
    """Whether sign-in is set up; `entered` are the redirects that Discord knows, None where it was not asked."""
    if known.client_secret is None:
        return _finding(Verdict.GOOD, "is off, since DESK_CLIENT_SECRET is not set; API keys need none")
    origin = known.public_url or _own(known)
    if origin is None:
        return _finding(Verdict.BAD, "has no address that stays", "Set DESK_PUBLIC_URL to where people reach the desk.")
    redirect = origin + CALLBACK
    if entered is None:
        enter = "Enter it on the OAuth2 page of the developer portal, to the letter, unless it stands there."
        return _finding(Verdict.NOTE, f"Discord must know the redirect {redirect} and was not asked", enter)
    if redirect not in entered:
        enter = "Enter it on the OAuth2 page of the developer portal, to the letter."
        return _finding(Verdict.BAD, f"Discord does not know the redirect {redirect}", enter)
    parts = urlsplit(origin)
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        return _finding(Verdict.NOTE, "sessions travel where others can read them", "Use an address with https.")
    return _finding(Verdict.GOOD, f"is set up, with the redirect {redirect}")


def _own(known: Settings) -> str | None:
    """Where the desk is reached on its own machine, None when that changes with each start or is no one address."""
    host = known.http_host
    if not known.http_port or host not in _LOOPBACK:
        return None
    return f"http://{f'[{host}]' if ':' in host else host}:{known.http_port}"


def _finding(verdict: Verdict, seen: str, remedy: str = "") -> Finding:
    return Finding(verdict, "sign-in", seen, remedy)
