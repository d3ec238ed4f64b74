"""The settings of a category: each is checked, all faults are told at once, and the order is staff's."""

import pytest

from desk import categories, configuring
from desk.categories import CategoryDraft
from desk.configuring import CategoryChange, Surroundings
from desk.durations import minutes, spelled
from desk.emoji import emoji
from desk.errors import Invalid, MissingGrant
from desk.models import Category, ClaimMode, Style
from desk.store import Tx
from desk.text import BadText
from desk.timetable import typed, working_hours
from tests.people import ROLES, actor

AROUND = Surroundings(
    role_ids=frozenset(ROLES.values()),
    emoji={"party": "<:party:123>"},
    parents={0: (), 70: (), 71: ("manage_roles",)},
    posts={80: (), 81: ("send_messages",)},
)
BERLIN = ("Europe/Berlin", "Mon-Fri 9-17\nSat 10:00 \u2013 14:00")


def configure(tx: Tx, category: Category, change: CategoryChange, around: Surroundings = AROUND) -> Category:
    """The category as it is stored after the change."""
    configuring.configure(tx, actor("definer"), category.id, change, around)
    return categories.may_edit(tx, actor("definer"), category.id)


def faults(tx: Tx, category: Category, change: CategoryChange, around: Surroundings = AROUND) -> dict[str, str]:
    """What is wrong with the change, by field; nothing of it is kept."""
    with pytest.raises(Invalid) as refused:
        configure(tx, category, change, around)
    assert categories.may_edit(tx, actor("definer"), category.id) == category
    return {name: fault.code for name, fault in refused.value.fields.items()}


def test_every_setting_is_kept_as_it_was_wished(tx: Tx, category: Category) -> None:
    change = CategoryChange(
        name="Refunds",
        emoji=":party:",
        opener_role_ids=(ROLES["viewer"],),
        style=Style.CHANNEL,
        under_channel_id=70,
        opening_message="Hello {member}",
        claim_mode=ClaimMode.CLAIMER,
        anonymous=True,
        ticket_limit="2",
        cooldown="1h 30m",
        reopen="2d",
        answer_within="4h",
        hours=BERLIN,
        log_channel_id=80,
    )
    done = configure(tx, category, change)
    it = done.settings
    assert (done.name, done.ticket_limit, it.emoji, it.style) == ("Refunds", 2, "<:party:123>", Style.CHANNEL)
    assert (it.under_channel_id, it.opening_message, it.claim_mode, it.anonymous) == (
        70,
        "Hello {member}",
        "claimer",
        True,
    )
    assert (it.cooldown_minutes, it.reopen_hours, it.answer_minutes) == (90, 48, 240)
    assert (it.log_channel_id, it.archive_channel_id) == (80, None)
    assert it.opener_role_ids == {ROLES["viewer"]}
    assert typed(it.hours) == "Mon-Fri 09:00-17:00\nSat 10:00-14:00"


def test_an_empty_text_clears_and_what_is_not_named_stays(tx: Tx, category: Category) -> None:
    change = CategoryChange(emoji="🙂", cooldown="5", reopen="0", ticket_limit="3", hours=BERLIN, log_channel_id=80)
    full = configure(tx, category, change)
    assert configure(tx, category, CategoryChange()) == full
    assert full.settings.reopen_hours == 0
    empty = CategoryChange(emoji="", cooldown=" ", reopen="", ticket_limit="", hours=("", ""), log_channel_id=None)
    assert configure(tx, category, empty) == category


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (CategoryChange(name="x" * 101), {"name": "too_long"}),
        (CategoryChange(emoji="🙂🙂"), {"emoji": "bad_emoji"}),
        (CategoryChange(emoji="<:other:5>"), {"emoji": "bad_emoji"}),
        (CategoryChange(ticket_limit="51"), {"ticketLimit": "out_of_range"}),
        (CategoryChange(ticket_limit="two"), {"ticketLimit": "out_of_range"}),
        (CategoryChange(cooldown="soon"), {"cooldown": "bad_duration"}),
        (CategoryChange(cooldown="31d"), {"cooldown": "too_long_a_time"}),
        (CategoryChange(opening_message="x" * 1501), {"openingMessage": "too_long"}),
        (CategoryChange(opener_role_ids=(1,)), {"openerRoleIds[0]": "unknown_role"}),
        (CategoryChange(hours=("Berlin", "Mon 9-17")), {"zone": "near_zone"}),
        (CategoryChange(hours=("Mars/Phobos", "Mon 9-25")), {"zone": "unknown_zone", "hours": "bad_hours"}),
        (CategoryChange(hours=("UTC", "Mon-Fri 9-12\nMon 13-17")), {"hours": "two_stretches"}),
        (CategoryChange(hours=("UTC", "Fri 13-17\nMon-Fri 9-13")), {"hours": "two_stretches"}),
        (CategoryChange(log_channel_id=81), {"logChannelId": "bot_lacks"}),
        (CategoryChange(queue_channel_id=99), {"queueChannelId": "no_such_channel"}),
        (
            CategoryChange(name=" ", emoji="x", cooldown="?"),
            {"name": "blank", "emoji": "bad_emoji", "cooldown": "bad_duration"},
        ),
    ],
)
def test_what_cannot_be_taken_is_told_by_field_and_nothing_is_kept(
    tx: Tx, category: Category, change: CategoryChange, told: dict[str, str]
) -> None:
    assert faults(tx, category, change) == told


def test_places_that_could_not_be_kept_private_are_refused_s02(tx: Tx, category: Category) -> None:
    """S02: when the category is configured, with what the bot lacks, and not when the first ticket is opened."""
    assert faults(tx, category, CategoryChange(under_channel_id=71)) == {"underChannelId": "bot_lacks"}
    lacking = Surroundings(AROUND.role_ids, parents={0: ("manage_channels",)})
    assert faults(tx, category, CategoryChange(style=Style.CHANNEL), lacking) == {"underChannelId": "bot_lacks"}
    everybody = Surroundings(AROUND.role_ids, parents={0: ()}, open_to_all=True)
    assert faults(tx, category, CategoryChange(style=Style.THREAD), everybody) == {"underChannelId": "open_to_all"}
    assert configure(tx, category, CategoryChange(name="Free of it"), lacking).name == "Free of it"


@pytest.mark.parametrize("text", ["🙂", "👍🏽", "🇩🇪", "1️⃣", "❤️", "🏳️‍🌈", "👨‍👩‍👧‍👦", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🪿"])
def test_every_kind_of_emoji_is_taken_as_it_is(text: str) -> None:
    assert emoji(text, {}) == text


@pytest.mark.parametrize("text", ["", "a", "7", "☰", "🙂 🙂", "smile", ":smile:", "\u200d", "<:party:9>"])
def test_what_is_no_emoji_or_another_server_s_is_refused(text: str) -> None:
    with pytest.raises(BadText):
        emoji(text, {"party": "<:party:123>"})


@pytest.mark.parametrize(
    ("text", "total"), [("30", 30), ("30m", 30), ("4h", 240), ("2 days", 2880), ("1d 2h, 3m", 1563), ("1w", 10080)]
)
def test_times_are_read_as_they_are_typed(text: str, total: int) -> None:
    assert minutes(text, 10**6) == total
    assert minutes(spelled(total), 10**6) == total


@pytest.mark.parametrize("text", ["1 month", "2 moments", "1h30", "30 1h", "h", "", "-1h", "1.5h", "٣h"])
def test_what_is_no_stretch_of_time_is_refused_and_never_guessed(text: str) -> None:
    with pytest.raises(BadText):
        minutes(text, 10**6, "h")


def test_a_number_alone_counts_in_the_unit_of_its_field_and_is_no_rest() -> None:
    assert minutes("2", 10**6, "h") == 120
    with pytest.raises(BadText):
        minutes("2", 10**6, unit=None)


@pytest.mark.parametrize(
    "zone", ["localtime", "right/UTC", "posixrules", "Factory", "../etc/passwd", "", "Europe", "\0"]
)
def test_a_zone_that_is_no_place_s_is_refused(zone: str) -> None:
    with pytest.raises(Invalid) as refused:
        working_hours(zone, "Mon 9-17")
    assert set(refused.value.fields) == {"zone"}


@pytest.mark.parametrize(
    ("lines", "shown"),
    [
        ("mon-fri 9-17", "Mon-Fri 09:00-17:00"),
        ("Monday - Wednesday: 08:30-12:00\nSun 0-24", "Mon-Wed 08:30-12:00\nSun 00:00-24:00"),
        ("Fri 22:00-06:00", "Fri 22:00-06:00"),
        ("Sat-Mon 10-12", "Mon 10:00-12:00\nSat-Sun 10:00-12:00"),
        ("Mon-Sun 9-17\nWed 9-12", "Mon-Tue 09:00-17:00\nWed 09:00-12:00\nThu-Sun 09:00-17:00"),
    ],
)
def test_working_hours_are_shown_as_they_may_be_typed_again(lines: str, shown: str) -> None:
    hours = working_hours("europe/berlin", lines)
    assert hours is not None
    assert (hours.zone, typed(hours)) == ("Europe/Berlin", shown)
    assert working_hours(hours.zone, shown) == hours


@pytest.mark.parametrize(("zone", "near"), [("Berlin", "Europe/Berlin"), ("Amerika/New York", "America/New_York")])
def test_a_zone_that_is_nearly_right_is_answered_with_what_may_be_meant(zone: str, near: str) -> None:
    with pytest.raises(Invalid) as refused:
        working_hours(zone, "Mon 9-17")
    assert refused.value.fields["zone"].names[0] == near


def test_categories_are_moved_up_and_down_and_stay_so(tx: Tx) -> None:
    first, _, third = (categories.create(tx, actor("definer"), CategoryDraft(it), frozenset()) for it in "abc")

    def order() -> str:
        return "".join(each.name for each in categories.list_categories(tx, actor("definer")).categories)

    configuring.move(tx, actor("definer"), third.id, -1)
    assert order() == "acb"
    configuring.move(tx, actor("definer"), first.id, 1)
    assert order() == "cab"
    configuring.move(tx, actor("definer"), first.id, 5)
    assert order() == "cba"
    configuring.move(tx, actor("definer"), third.id, -1)
    assert order() == "cba"
    with pytest.raises(MissingGrant):
        configuring.move(tx, actor("manager"), first.id, 1)


@pytest.mark.parametrize("name", ["owner", "responder", "manager"])
def test_only_who_defines_categories_changes_their_settings(tx: Tx, category: Category, name: str) -> None:
    with pytest.raises(MissingGrant):
        configuring.configure(tx, actor(name), category.id, CategoryChange(emoji="🙂"), AROUND)


def test_closed_tickets_are_kept_in_a_channel_category_or_listed_in_a_channel(tx: Tx, category: Category) -> None:
    for channel_id in (70, 80):
        kept = configure(tx, category, CategoryChange(archive_channel_id=channel_id))
        assert kept.settings.archive_channel_id == channel_id
    with pytest.raises(Invalid) as refused:
        configure(tx, category, CategoryChange(archive_channel_id=90))
    assert refused.value.fields["archiveChannelId"].code == "no_such_channel"
