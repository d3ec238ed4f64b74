"""The language that a server chooses for the desk: it is what everybody in it reads, whatever Discord says of it."""

from pathlib import Path

import pytest

from bot.demo.simulated import texts
from cogs.language import catalogues
from desk import categories, setup
from desk.configuring import Surroundings
from desk.setup import SetupDraft
from tests.languages.catalogues import update, wanted
from tests.languages.conftest import bracketed
from tests.relay.world import World


@pytest.fixture
def japanese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Japanese is what stands between brackets; all else is English."""
    monkeypatch.setattr(catalogues, "FOLDER", tmp_path)
    monkeypatch.setattr(catalogues, "CATALOGUES", {"ja": "de"})
    update("de", wanted(), {key: bracketed(text) for key, text in wanted().items() if not text.context})


async def test_panels_and_cards_change_to_the_language_that_is_chosen(japanese: None, relay: World) -> None:
    actor = relay.actor("admin")
    await relay.store.write(categories.post_panel, actor, relay.hall.id)
    await relay.simulated.settle()
    [panel] = relay.simulated.messages(relay.hall.id)
    assert "⟦" not in "".join(texts([panel]))
    draft = SetupDraft(language="ja", panel_channel_id=relay.hall.id)
    await relay.store.write(setup.make, actor, draft, [], Surroundings(frozenset()))
    await relay.simulated.settle()
    [panel] = relay.simulated.messages(relay.hall.id)
    assert "⟦Open a ticket⟧" in "".join(texts([panel]))
    assert "⟦" in relay.card_text(await relay.open_ticket())
