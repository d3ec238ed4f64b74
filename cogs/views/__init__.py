"""Everything that can be pressed, chosen or filled in. The relay draws `header_buttons` and `panel_view`.

`DYNAMIC_ITEMS` are to be registered with the client, `FORMS` are answered by their custom_id.
"""

from typing import Any

import discord

from cogs.views.about import ABOUT_FORM
from cogs.views.builder import QUESTION_FORM, BuildSelect, QuestionButton
from cogs.views.category import CATEGORY_FORM, DeleteCategoryButton
from cogs.views.check import MendButton
from cogs.views.filling import FILL_FORM, ContinueButton
from cogs.views.forms import Form
from cogs.views.keeping_open import AgreeButton, KeepOpenButton, ending_buttons
from cogs.views.lists import ListFilterButton, ListPageButton
from cogs.views.members import MEMBER_ITEMS, MEMBER_NOTE_FORM
from cogs.views.merging import MergeButton
from cogs.views.more import MoreButton, MoreSelect
from cogs.views.notify import NotifyButton
from cogs.views.opening import OPEN_FORM, CategorySelect, MoreCategories, OpenButton, panel_view
from cogs.views.pages import CategoryPageButton, MessagePageButton
from cogs.views.preview import PREVIEW_FORM, PreviewButton
from cogs.views.queue import (
    LIVE_SHOWN,
    ClaimNextButton,
    MyQueueButton,
    NarrowSelect,
    QueuePageButton,
    RefreshButton,
    ShowSelect,
    live_buttons,
    live_embed,
    live_mark,
)
from cogs.views.rating import COMMENT_FORM, CommentButton, StarButton, rating_buttons
from cogs.views.ready import READY_FORM, ReadyButton
from cogs.views.replies import KEEP_FORM, KeepButton, PickSelect
from cogs.views.search import FoundPageButton
from cogs.views.settings import SETTINGS_FORM, SettingsButton
from cogs.views.setup import NAMES_FORM, SetupButton, SetupPick
from cogs.views.sorting import MoveSelect, PrioritySelect, RestSelect
from cogs.views.sorting_forms import NOTE_FORM, PEOPLE_FORM, TAGS_FORM, TITLE_FORM
from cogs.views.ticket import (
    REASON_FORM,
    ClaimButton,
    CloseButton,
    DeleteTicketButton,
    ReasonButton,
    ReopenButton,
    header_buttons,
    reopen_buttons,
)
from cogs.views.transcript import TranscriptButton

__all__ = [
    "DYNAMIC_ITEMS",
    "FORMS",
    "LIVE_SHOWN",
    "ending_buttons",
    "header_buttons",
    "live_buttons",
    "live_embed",
    "live_mark",
    "panel_view",
    "rating_buttons",
    "reopen_buttons",
]

DYNAMIC_ITEMS: tuple[type[discord.ui.DynamicItem[Any]], ...] = (
    OpenButton,
    CategorySelect,
    MoreCategories,
    ClaimButton,
    CloseButton,
    KeepOpenButton,
    AgreeButton,
    ReopenButton,
    ReasonButton,
    DeleteTicketButton,
    DeleteCategoryButton,
    SettingsButton,
    ListPageButton,
    ListFilterButton,
    FoundPageButton,
    QueuePageButton,
    RefreshButton,
    ClaimNextButton,
    MyQueueButton,
    ShowSelect,
    NarrowSelect,
    MendButton,
    SetupButton,
    SetupPick,
    MessagePageButton,
    CategoryPageButton,
    TranscriptButton,
    MoreButton,
    MoreSelect,
    PrioritySelect,
    MoveSelect,
    RestSelect,
    MergeButton,
    StarButton,
    CommentButton,
    ContinueButton,
    BuildSelect,
    QuestionButton,
    PreviewButton,
    KeepButton,
    PickSelect,
    ReadyButton,
    *MEMBER_ITEMS,
    NotifyButton,
)

FORMS: tuple[Form, ...] = (
    OPEN_FORM,
    REASON_FORM,
    CATEGORY_FORM,
    SETTINGS_FORM,
    NAMES_FORM,
    TITLE_FORM,
    TAGS_FORM,
    PEOPLE_FORM,
    NOTE_FORM,
    COMMENT_FORM,
    FILL_FORM,
    ABOUT_FORM,
    QUESTION_FORM,
    PREVIEW_FORM,
    KEEP_FORM,
    READY_FORM,
    MEMBER_NOTE_FORM,
)
