"""What can be done with the catalogues: brought up to the code, their gaps printed, and translations taken over."""

import json
from collections.abc import Mapping
from typing import Any, TextIO

from babel.messages.catalog import Message

from tests.languages.catalogues import LANGUAGES, path_of, plurals_of, read, update, wanted
from tests.languages.faults import faults, forms
from tests.languages.texts import Key, Text


def known_in(language: str) -> dict[Key, Message]:
    """What is translated already; nothing in a language that is new."""
    return read(language) if path_of(language).exists() else {}


def refresh() -> None:
    """Bring every catalogue up to what the code says."""
    texts = wanted()
    for language in LANGUAGES:
        update(language, texts, known_in(language))
        report(language, texts)


def report(language: str, texts: Mapping[Key, Text]) -> None:
    """Print how much of it is translated, and what is wrong with that."""
    known = read(language)
    wrong = [it for key, text in texts.items() for it in faults(text, known[key], plurals_of(language))]
    done = sum(bool(forms(known[key])) for key in texts)
    print("\n".join([f"{language}: {done} of {len(texts)} texts", *wrong]))  # noqa: T201 -- the tool's answer


def todo(language: str) -> None:
    """Print what is not translated yet."""
    known = known_in(language)
    left = [text for key, text in wanted().items() if key not in known or not forms(known[key])]
    print(json.dumps([_as_json(text, plurals_of(language)) for text in left], ensure_ascii=False, indent=1))  # noqa: T201 -- the tool's answer


def _as_json(text: Text, plurals: int) -> dict[str, Any]:
    facts = {"context": text.context, "text": text.one, "many": text.many, "limit": text.limit, "about": text.about}
    return {
        **{name: value for name, value in facts.items() if value},
        "translation": [""] * plurals if text.many else "",
    }


def fill(language: str, file: TextIO) -> None:
    """Take over the translations that come in as JSON."""
    texts, known = wanted(), known_in(language)
    for each in json.load(file):
        key = (each.get("context", ""), each["text"])
        text, said = texts[key], each["translation"]
        known[key] = Message((text.one, text.many) if text.many else text.one, tuple(said) if text.many else said)
    update(language, texts, known)
    report(language, texts)
