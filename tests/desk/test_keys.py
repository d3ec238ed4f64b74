"""How API keys are made and recognised, and what their owners do with them."""

import hashlib

import pytest

from desk import blocks, keys
from desk.actor import Scope
from desk.errors import Blocked, Invalid, NotFound
from desk.keys import KeyDraft, digest, mint
from desk.store import Tx
from tests.people import NOON, actor

SECRET = mint(bytes(range(32)))
BOTH = frozenset(Scope)


def test_a_key_is_found_by_the_hash_of_itself() -> None:
    assert SECRET.startswith("prapi_")
    assert len(SECRET) == keys.LENGTH
    assert digest(SECRET) == hashlib.sha256(SECRET.encode()).digest()


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "prapi_",
        "prapi_your_key",
        SECRET[:-1],
        SECRET + "A",
        SECRET[:-1] + "_",
        "Prapi_" + SECRET[6:],
        "\ud800" * 55,
    ],
)
def test_a_text_with_the_wrong_form_or_checksum_is_no_key(wrong: str) -> None:
    assert digest(wrong) is None


def test_a_key_is_listed_without_its_secret_until_it_ends(tx: Tx) -> None:
    made = keys.create(tx, actor("owner"), KeyDraft("night job", BOTH), SECRET)
    assert keys.list_keys(tx, actor("owner")) == [made]
    assert (made.prefix, SECRET in str(made)) == (SECRET[:12], False)
    keys.revoke(tx, actor("owner"), made.id)
    assert keys.list_keys(tx, actor("owner")) == []


def test_a_key_that_has_ended_before_it_begins_is_refused(tx: Tx) -> None:
    with pytest.raises(Invalid) as refused:
        keys.create(tx, actor("owner"), KeyDraft(" ", frozenset(), NOON), SECRET)
    assert set(refused.value.fields) == {"name", "scopes", "expiresAt"}


def test_others_keys_are_revoked_by_administrators_alone(tx: Tx) -> None:
    made = keys.create(tx, actor("owner"), KeyDraft("k", BOTH), SECRET)
    for name in ("outsider", "manager", "definer"):
        with pytest.raises(NotFound):
            keys.revoke(tx, actor(name), made.id)
    assert keys.revoke(tx, actor("admin"), made.id).revoked_at == NOON


def test_a_blocked_member_makes_no_key(tx: Tx) -> None:
    blocks.block(tx, actor("manager"), actor("owner"))
    with pytest.raises(Blocked):
        keys.create(tx, actor("owner"), KeyDraft("k", BOTH), SECRET)


def test_a_member_has_only_so_many_live_keys(tx: Tx) -> None:
    for number in range(keys.KEYS_AT_MOST):
        keys.create(tx, actor("owner"), KeyDraft("k", BOTH), mint(bytes([number]) * 32))
    with pytest.raises(Invalid):
        keys.create(tx, actor("owner"), KeyDraft("one more", BOTH), SECRET)
