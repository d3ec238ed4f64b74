"""A language in which every text of the catalogue stands between brackets, so that whatever does not is seen."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from cogs.language import catalogues
from storage.desk_store import open_desk
from tests.cogs.world import World as DoorWorld
from tests.languages.catalogues import plurals_of, update, wanted
from tests.languages.texts import Text
from tests.relay.world import World as RelayWorld
from tests.stores import store_in


def bracketed(text: Text) -> Message:
    """The text as this language says it."""
    said = f"⟦{text.one}⟧"
    if not text.many:
        return Message(text.one, said, context=text.context or None)
    return Message((text.one, text.many), (said, f"⟦{text.many}⟧"), context=text.context or None)


@pytest.fixture
def brackets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of Discord is in that language. The names of commands stay, as Discord takes no brackets in them."""
    assert plurals_of("de") == 2
    monkeypatch.setattr(catalogues, "FOLDER", tmp_path)
    monkeypatch.setattr(catalogues, "CATALOGUES", {"en-US": "de"})
    said = {key: bracketed(text) for key, text in wanted().items() if not text.context}
    update("de", wanted(), said)


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[DoorWorld]:
    """The Discord door alone."""
    async with open_desk(store_in(tmp_path)) as store:
        built = DoorWorld(store)
        await built.build()
        yield built
        await built.simulated.stop()
        for bot in built.bots:
            await bot.close()
        assert built.simulated.env.errors == []


@pytest.fixture
async def relay(tmp_path: Path) -> AsyncIterator[RelayWorld]:
    """The whole Discord side of the desk."""
    async with open_desk(store_in(tmp_path)) as store:
        built = RelayWorld(store)
        await built.build()
        yield built
        await built.end()
        assert built.simulated.env.errors == []
