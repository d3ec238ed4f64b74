"""Working time: counted by the clock of the place, over nights, weekends and changes of the clocks."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.hours import after, day_length
from desk.models import WorkingHours

NINE_TO_FIVE = ("09:00", "17:00")
OFFICE = WorkingHours("Europe/Berlin", (*([NINE_TO_FIVE] * 5), None, None))
ALWAYS = WorkingHours("Europe/Berlin", tuple([("00:00", "24:00")] * 7))
NIGHTS = WorkingHours("America/New_York", tuple([("22:00", "06:00")] * 7))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "since", "minutes", "due"),
    [
        # Monday in winter: 09:00 in Berlin is 08:00 UTC.
        (OFFICE, "2026-01-05T09:00", 60, "2026-01-05T10:00"),
        (OFFICE, "2026-01-05T03:00", 60, "2026-01-05T09:00"),
        (OFFICE, "2026-01-05T15:30", 60, "2026-01-06T08:30"),
        # Exactly the end of a day still belongs to it.
        (OFFICE, "2026-01-05T15:00", 60, "2026-01-05T16:00"),
        (OFFICE, "2026-01-09T15:30", 60, "2026-01-12T08:30"),
        (OFFICE, "2026-01-10T12:00", 480, "2026-01-12T16:00"),
        (NIGHTS, "2026-01-05T04:00", 120, "2026-01-05T06:00"),
        (NIGHTS, "2026-01-05T15:00", 60, "2026-01-06T04:00"),
    ],
)
def test_only_working_time_counts(hours: WorkingHours, since: str, minutes: int, due: str) -> None:
    assert after(hours, utc(since), minutes) == utc(due)


def test_the_hours_follow_the_clocks_of_their_place_over_summer_time() -> None:
    friday, monday = utc("2026-03-27T15:30"), utc("2026-03-30T07:30")
    # Before the change 17:00 is 16:00 UTC, and after it 09:00 is 07:00 UTC.
    assert after(OFFICE, friday, 60) == monday
    assert after(OFFICE, utc("2026-10-23T14:30"), 60) == utc("2026-10-26T08:30")


def test_a_day_that_the_clocks_shorten_or_lengthen_counts_as_long_as_it_was() -> None:
    spring, autumn = utc("2026-03-28T23:00"), utc("2026-10-24T22:00")
    day = 24 * 60
    assert after(ALWAYS, spring, day) - spring == timedelta(days=1)
    assert after(ALWAYS, autumn, day) - autumn == timedelta(days=1)
    nights = WorkingHours("Europe/Berlin", tuple([("01:00", "04:00")] * 7))
    assert after(nights, utc("2026-03-29T00:00"), 180) == utc("2026-03-30T00:00")


def test_without_any_working_day_all_time_counts() -> None:
    never = WorkingHours("Europe/Berlin", tuple([None] * 7))
    assert after(never, utc("2026-01-05T03:00"), 90) == utc("2026-01-05T04:30")


def test_a_zone_that_the_machine_does_not_know_is_read_as_utc() -> None:
    lost = WorkingHours("Nowhere/Land", OFFICE.days)
    assert after(lost, utc("2026-01-05T03:00"), 60) == utc("2026-01-05T10:00")


def test_the_length_of_a_day_is_the_mean_of_the_working_days() -> None:
    half = WorkingHours("UTC", (("09:00", "17:00"), ("09:00", "13:00"), None, None, None, None, None))
    lengths = [day_length(OFFICE), day_length(NIGHTS), day_length(ALWAYS), day_length(half)]
    assert lengths == [8 * 60, 8 * 60, 24 * 60, 6 * 60]


SPANS = st.tuples(st.integers(0, 12), st.integers(13, 24)).map(lambda it: (f"{it[0]:02}:00", f"{it[1]:02}:00"))
HOURS = st.builds(
    WorkingHours,
    st.sampled_from(["UTC", "Europe/Berlin", "America/St_Johns", "Pacific/Chatham"]),
    st.lists(st.one_of(st.none(), SPANS), min_size=7, max_size=7).map(tuple),
)
MOMENTS = st.integers(0, 480_000).map(lambda minutes: utc("2026-01-01T00:00") + timedelta(minutes=minutes))


@given(HOURS, MOMENTS, st.integers(1, 3000), st.integers(1, 3000))
def test_two_stretches_of_working_time_are_as_long_as_both_together(
    hours: WorkingHours, since: datetime, one: int, other: int
) -> None:
    halfway = after(hours, since, one)
    assert halfway >= since + timedelta(minutes=one)
    assert after(hours, halfway, other) == after(hours, since, one + other)
