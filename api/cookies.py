"""Cookies as the door reads and sets them: one `session`, and one that binds a sign-in to its browser."""

from http.cookies import Morsel
from typing import Final

from aiohttp import web

from api.errors import SessionsConflict

SESSION: Final = "session"
SIGN_IN: Final = "sign-in"
SIGN_IN_PATH: Final = "/sign-in"


def session_cookie(request: web.BaseRequest) -> str | None:
    """What the cookie `session` holds. Raises SessionsConflict for two of them, or two headers that could hold one."""
    return cookie(request, SESSION)


def cookie(request: web.BaseRequest, name: str) -> str | None:
    """What the cookie of that name holds, None when there is none. Raises SessionsConflict when it could be either."""
    headers = request.headers.getall("Cookie", ())
    pairs = [pair.strip().partition("=") for header in headers for pair in header.split(";")]
    found = [value for named, _, value in pairs if named == name]
    if len(headers) > 1 or len(found) > 1:
        raise SessionsConflict
    return found[0] if found else None


def held(name: str, value: str, *, path: str, secure: bool, seconds: int) -> str:
    """The Set-Cookie that has a browser keep it so long; 0 seconds has it forget."""
    morsel: Morsel[str] = Morsel()
    morsel.set(name, value, value)
    morsel["path"], morsel["max-age"], morsel["samesite"] = path, seconds, "Lax"
    morsel["httponly"], morsel["secure"] = True, secure
    return morsel.OutputString()


def forgotten(name: str, *, path: str, secure: bool) -> str:
    """The Set-Cookie that has a browser forget it."""
    return held(name, "", path=path, secure=secure, seconds=0)
