"""What a value of a setting must be, and how it is used; what cannot be is a fault of the command line's words."""

import ipaddress
import os
import re
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from pydantic import SecretStr
from pydantic_core import PydanticCustomError

from desk.outward import parse_allowed

_TOKEN: Final = re.compile(r"[\w-]+\.[\w-]+\.[\w-]+", re.ASCII)
_HOST_NAME: Final = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*\.?", re.IGNORECASE)
_OWN_PORTS: Final = {"http": ":80", "https": ":443"}


def token(value: SecretStr) -> SecretStr:
    """The bot's token, which must have the form of one."""
    text = value.get_secret_value()
    if text.lower().startswith("bot "):
        raise PydanticCustomError("bot_prefix", "bot_prefix")
    if any(sign.isspace() for sign in text):
        raise PydanticCustomError("blank_inside", "blank_inside")
    if not _TOKEN.fullmatch(text):
        raise PydanticCustomError("not_a_token", "not_a_token")
    return value


def folder(value: Path) -> Path:
    """The folder, which this user must be able to make or write in."""
    path = value.expanduser()
    # A folder that one may not even look into counts as absent here, and the one above it as not writable.
    standing = next(part for part in (path.absolute(), *path.absolute().parents) if os.path.lexists(part))
    if not standing.is_dir():
        raise PydanticCustomError("not_a_folder", "not_a_folder")
    if not os.access(standing, os.W_OK | os.X_OK):
        raise PydanticCustomError("not_writable", "not_writable")
    return path


def host(value: str) -> str:
    """The address, as it is written shortest, or the name of a machine."""
    try:
        return str(ipaddress.ip_address(value))
    except ValueError:
        # Digits and dots alone are an address gone wrong, which as a name would only be looked up in vain.
        if not _HOST_NAME.fullmatch(value) or not value.strip("0123456789."):
            raise PydanticCustomError("not_a_host", "not_a_host") from None
        return value


def networks(value: object) -> object:
    """What is written with commas between, as networks."""
    if not isinstance(value, str):
        return value
    try:
        return tuple(ipaddress.ip_network(part.strip()) for part in value.split(","))
    except ValueError:
        raise PydanticCustomError("not_a_network", "not_a_network") from None


def public_url(value: str) -> str:
    """The address of scheme and host alone, as browsers write it in Host and Origin."""
    try:
        parts = urlsplit(value)
        wrong = parts.port == 0
    except ValueError:
        raise PydanticCustomError("not_an_origin", "not_an_origin") from None
    more = parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc
    if wrong or more or not parts.hostname or not value.isascii() or parts.scheme not in _OWN_PORTS:
        raise PydanticCustomError("not_an_origin", "not_an_origin")
    return f"{parts.scheme}://{parts.netloc.lower().removesuffix(_OWN_PORTS[parts.scheme])}"


def secret(value: SecretStr) -> SecretStr:
    """The secret, in which no blank may be."""
    if any(sign.isspace() for sign in value.get_secret_value()):
        raise PydanticCustomError("blank_inside", "blank_inside")
    return value


def allowance(value: str) -> str:
    """What `desk.outward` can read as places that may be sent to."""
    try:
        parse_allowed(value)
    except ValueError:
        raise PydanticCustomError("not_an_allowance", "not_an_allowance") from None
    return value


def lower(value: object) -> object:
    """The value in small letters."""
    return value.lower() if isinstance(value, str) else value
