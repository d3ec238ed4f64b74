"""The custom_ids of everything that can be pressed, chosen or filled in: ids alone, and never a right.

Each kind is a template that Discord's answer is matched against, and a function that makes one. A posted message
keeps its custom_ids for years: a kind may be added, and none may change its meaning.
"""

import re

from desk.transcript import Format

# Eighteen digits fit the store's integers and Discord's ids; a longer one is nobody's.
_ID = "([0-9]{1,18})"
# What Discord numbers, kept as a text: a member, or the interaction by which a form was shown.
_SNOWFLAKE = "([0-9]{1,20})"

OPEN = re.compile(f"open:{_ID}")
CHOOSE = re.compile("choose:([0-9]{1,2})")
MORE_CATEGORIES = re.compile("categories:([0-9]{1,2})")
OPEN_FORM = re.compile(f"open-form:{_ID}(?::{_SNOWFLAKE})?")
FILL = re.compile(f"fill:{_ID}:{_SNOWFLAKE}:([0-9])")
CONTINUE = re.compile(f"continue:{_ID}:{_SNOWFLAKE}:([0-9])")
ABOUT = re.compile(f"about:{_ID}:{_SNOWFLAKE}:{_SNOWFLAKE}")
BUILD = re.compile(f"build:{_ID}:([0-9a-f]{{8}}):(add|pick)")
QUESTION = re.compile(f"question:{_ID}:([0-9a-f]{{8}}):([0-9]{{1,2}}):(change|raise|ask-remove|remove|keep)")
QUESTION_FORM = re.compile(f"question-form:{_ID}:([0-9a-f]{{8}}):([0-9]{{1,2}}|new):([a-z]+)")
PREVIEW = re.compile(f"preview:{_ID}:([0-9])")
PREVIEW_FORM = re.compile(f"preview-form:{_ID}:([0-9])")
CLAIM = re.compile(f"claim:{_ID}")
CLOSE = re.compile(f"close:{_ID}")
KEEP_OPEN = re.compile(f"keep-open:{_ID}")
AGREE = re.compile(f"agree:{_ID}")
REOPEN = re.compile(f"reopen:{_ID}")
REASON = re.compile(f"reason:{_ID}")
REASON_FORM = re.compile(f"reason-form:{_ID}")
TRANSCRIPT = re.compile(f"transcript:{_ID}:(html|txt|json)")
MORE = re.compile(f"more:{_ID}")
MORE_SELECT = re.compile(f"more-what:{_ID}")
PRIORITY = re.compile(f"priority:{_ID}")
MOVE = re.compile(f"move:{_ID}:([0-9])")
REST = re.compile(f"rest:{_ID}")
MERGE = re.compile(f"merge:{_ID}:{_ID}")
TITLE_FORM = re.compile(f"title-form:{_ID}")
TAGS_FORM = re.compile(f"tags-form:{_ID}")
PEOPLE_FORM = re.compile(f"people-form:{_ID}")
NOTE_FORM = re.compile(f"note-form:{_ID}")
STARS = re.compile(f"stars:{_ID}:([1-5])")
COMMENT = re.compile(f"comment:{_ID}")
COMMENT_FORM = re.compile(f"comment-form:{_ID}")
DELETE_TICKET = re.compile(f"delete-ticket:{_ID}")
DELETE_CATEGORY = re.compile(f"delete-category:{_ID}")
CATEGORY_FORM = re.compile(f"category-form:{_ID}:([0-9]{{0,2}})")
CATEGORY_SETTINGS = re.compile(f"category-settings:{_ID}:([a-z]{{1,12}})")
CATEGORY_SETTINGS_FORM = re.compile(f"category-settings-form:{_ID}:([a-z]{{1,12}})")
MEND = re.compile("desk-mend:")
MENDING = "desk-mend:"
SETUP = re.compile("setup:(who|what|where|preview|names|make)")
SETUP_PICK = re.compile("setup-pick:(language|roles|templates|style|under|panel)")
SETUP_NAMES = re.compile("setup-names:")
MESSAGE_PAGE = re.compile(f"messages:{_ID}:{_ID}")
CATEGORY_PAGE = re.compile("category-list:([0-9]{1,6})")


def open_button(category_id: int) -> str:
    """The button that opens the form for a ticket in that category."""
    return f"open:{category_id}"


def choose(index: int) -> str:
    """The select with the `index`-th part of the categories."""
    return f"choose:{index}"


def more_categories(page: int) -> str:
    """The button that shows that page of the categories to choose from."""
    return f"categories:{page}"


def open_form(category_id: int, form_id: str) -> str:
    """The form for a ticket in that category; `form_id` names this showing of it."""
    return f"open-form:{category_id}:{form_id}"


def fill(category_id: int, form_id: str, page: int) -> str:
    """That step of the category's own form."""
    return f"fill:{category_id}:{form_id}:{page}"


def continue_form(category_id: int, form_id: str, page: int) -> str:
    """The button that goes on with that step of the category's own form."""
    return f"continue:{category_id}:{form_id}:{page}"


def about(category_id: int | None, member_id: int | None, form_id: str) -> str:
    """The form of a menu, for oneself or for that member; without a category it is chosen in the form."""
    return f"about:{category_id or 0}:{member_id or 0}:{form_id}"


def build(category_id: int, mark: str, act: str) -> str:
    """A select under a category's form as it is built: `add` a question of a kind, or `pick` one of them."""
    return f"build:{category_id}:{mark}:{act}"


def question(category_id: int, mark: str, place: int, act: str) -> str:
    """The button that does that to the question in that place of the form with that mark."""
    return f"question:{category_id}:{mark}:{place}:{act}"


def question_form(category_id: int, mark: str, place: int | None, kind: str) -> str:
    """The form of one question of that kind: of the one in that place, or of a new one."""
    return f"question-form:{category_id}:{mark}:{'new' if place is None else place}:{kind}"


def preview(category_id: int, page: int) -> str:
    """The button that shows that step of the category's form, to look at."""
    return f"preview:{category_id}:{page}"


def preview_form(category_id: int, page: int) -> str:
    """That step of the category's form, to look at."""
    return f"preview-form:{category_id}:{page}"


def claim(ticket_id: int) -> str:
    """The button that claims the ticket."""
    return f"claim:{ticket_id}"


def close(ticket_id: int) -> str:
    """The button that closes the ticket."""
    return f"close:{ticket_id}"


def keep_open(ticket_id: int) -> str:
    """The button that keeps the ticket open."""
    return f"keep-open:{ticket_id}"


def agree(ticket_id: int) -> str:
    """The button that closes the ticket as staff asked."""
    return f"agree:{ticket_id}"


def reopen(ticket_id: int) -> str:
    """The button that opens the ticket again."""
    return f"reopen:{ticket_id}"


def reason(ticket_id: int) -> str:
    """The button that asks why the ticket was closed."""
    return f"reason:{ticket_id}"


def reason_form(ticket_id: int) -> str:
    """The form that asks why the ticket was closed."""
    return f"reason-form:{ticket_id}"


def transcript(ticket_id: int, wanted: Format) -> str:
    """The button that hands out the ticket's transcript as that."""
    return f"transcript:{ticket_id}:{wanted}"


def more(ticket_id: int) -> str:
    """The button that offers what else can be done with the ticket."""
    return f"more:{ticket_id}"


def more_select(ticket_id: int) -> str:
    """The select of what else is to be done with the ticket."""
    return f"more-what:{ticket_id}"


def priority(ticket_id: int) -> str:
    """The select of the ticket's priority."""
    return f"priority:{ticket_id}"


def move(ticket_id: int, index: int) -> str:
    """The select with the `index`-th part of the categories to which the ticket can be moved."""
    return f"move:{ticket_id}:{index}"


def rest(ticket_id: int) -> str:
    """The select of how long the ticket rests."""
    return f"rest:{ticket_id}"


def merge(ticket_id: int, into_id: int) -> str:
    """The button that confirms that the ticket is a duplicate of the other."""
    return f"merge:{ticket_id}:{into_id}"


def title_form(ticket_id: int) -> str:
    """The form for the ticket's title."""
    return f"title-form:{ticket_id}"


def tags_form(ticket_id: int) -> str:
    """The form for the ticket's tags."""
    return f"tags-form:{ticket_id}"


def people_form(ticket_id: int) -> str:
    """The form for who is in the ticket."""
    return f"people-form:{ticket_id}"


def note_form(ticket_id: int) -> str:
    """The form for a note to the ticket."""
    return f"note-form:{ticket_id}"


def stars(ticket_id: int, count: int) -> str:
    """The button that gives the ticket so many stars."""
    return f"stars:{ticket_id}:{count}"


def comment(ticket_id: int) -> str:
    """The button that asks for a comment on the ticket."""
    return f"comment:{ticket_id}"


def comment_form(ticket_id: int) -> str:
    """The form for a comment on the ticket."""
    return f"comment-form:{ticket_id}"


def delete_ticket(ticket_id: int) -> str:
    """The button that confirms a ticket's end."""
    return f"delete-ticket:{ticket_id}"


def delete_category(category_id: int) -> str:
    """The button that confirms a category's end."""
    return f"delete-category:{category_id}"


def category_form(category_id: int | None, ticket_limit: int | None) -> str:
    """The form of a category, of a new one when there is no id; with the limit that the command named."""
    return f"category-form:{category_id or 0}:{'' if ticket_limit is None else ticket_limit}"


def category_settings(category_id: int, part: str) -> str:
    """The button that opens the form for that part of a category's settings, or moves the category up or down."""
    return f"category-settings:{category_id}:{part}"


def category_settings_form(category_id: int, part: str) -> str:
    """The form for that part of a category's settings."""
    return f"category-settings-form:{category_id}:{part}"


def setup(step: str) -> str:
    """The button that shows that step of setting a server up, or does what the last one shows."""
    return f"setup:{step}"


def setup_pick(what: str) -> str:
    """The select in which that is chosen while a server is set up."""
    return f"setup-pick:{what}"


def setup_names() -> str:
    """The form in which templates get other names."""
    return "setup-names:"


def message_page(ticket_id: int, before: int | None) -> str:
    """The button that shows the ticket's messages before that one, None for the newest."""
    return f"messages:{ticket_id}:{before or 0}"


def category_page(page: int) -> str:
    """The button that turns to that page of the list of categories."""
    return f"category-list:{page}"
