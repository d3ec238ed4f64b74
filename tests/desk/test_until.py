"""Until when: what people type, and what is refused."""

import pytest

from desk.text import BadText
from desk.until import until

NOW = "2026-03-28T12:00:00.000Z"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("3d", "2026-03-31T12:00:00.000Z"),
        ("12", "2026-03-29T00:00:00.000Z"),
        (" 1d 2h 30m ", "2026-03-29T14:30:00.000Z"),
        ("2 hours", "2026-03-28T14:00:00.000Z"),
        ("1w", "2026-04-04T12:00:00.000Z"),
        ("2026-04-01", "2026-04-01T00:00:00.000Z"),
        ("2026-04-01 18:00", "2026-04-01T18:00:00.000Z"),
        ("2026-04-01 18:00 UTC", "2026-04-01T18:00:00.000Z"),
        ("2026-04-01T18:00:00+02:00", "2026-04-01T16:00:00.000Z"),
        ("2026-04-01T18:00Z", "2026-04-01T18:00:00.000Z"),
        ("<t:1775066400:f>", "2026-04-01T18:00:00.000Z"),
    ],
)
def test_a_stretch_a_date_a_time_and_discord_s_sign_are_understood(typed: str, meant: str) -> None:
    assert until(typed, NOW) == meant


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("soon", "bad_until"),
        ("", "bad_until"),
        ("-3d", "bad_until"),
        ("3 weeks and a bit", "bad_until"),
        ("3 months", "bad_until"),
        ("1h30", "bad_until"),
        ("2026-02-30", "bad_until"),
        ("18:00", "bad_until"),
        ("٣d", "bad_until"),
        ("0h", "past"),
        ("2026-03-28 12:00", "past"),
        ("2020-01-01", "past"),
        ("<t:0>", "past"),
        ("<t:999999999999:R>", "bad_until"),
        ("9999999d", "too_far"),
        ("2040-01-01", "too_far"),
    ],
)
def test_what_means_no_time_or_one_that_is_over_or_far_off_is_refused(typed: str, code: str) -> None:
    with pytest.raises(BadText) as refused:
        until(typed, NOW)
    assert refused.value.fault.code == code
