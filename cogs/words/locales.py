"""The languages that a server can choose for what everybody in it reads, each by its own name."""

from collections.abc import Mapping
from types import MappingProxyType

OWN_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "en-US": "English",
        "de": "Deutsch",
        "es-ES": "Español",
        "fr": "Français",
        "pt-BR": "Português (Brasil)",
        "ja": "日本語",
    }
)
"""By the locale of Discord that stands for each."""


def nearest(locale: object) -> str:
    """The locale, or the one that stands for its language; English for what the desk does not speak."""
    wanted = str(locale)
    close = (each for each in OWN_NAMES if each.split("-")[0] == wanted.split("-", maxsplit=1)[0])
    return wanted if wanted in OWN_NAMES else next(close, "en-US")
