"""The nouns of the desk as frozen values, a module each; every other module takes them from here."""

from desk.models.category import Category, CategorySettings, ClaimMode, Style, WorkingHours
from desk.models.event import Event
from desk.models.form import Draft, Field, Question, QuestionKind, Upload
from desk.models.guild import Block, GuildSettings, MemberNote, Panel, RoleBlock
from desk.models.key import ApiKey, Session
from desk.models.message import Attachment, CannedReply, Message, MessageKind
from desk.models.ticket import Place, PlaceState, Priority, Status, Ticket, Waiting
from desk.models.webhook import Delivery, DeliveryState, Off, Webhook

__all__ = [
    "ApiKey",
    "Attachment",
    "Block",
    "CannedReply",
    "Category",
    "CategorySettings",
    "ClaimMode",
    "Delivery",
    "DeliveryState",
    "Draft",
    "Event",
    "Field",
    "GuildSettings",
    "MemberNote",
    "Message",
    "MessageKind",
    "Off",
    "Panel",
    "Place",
    "PlaceState",
    "Priority",
    "Question",
    "QuestionKind",
    "RoleBlock",
    "Session",
    "Status",
    "Style",
    "Ticket",
    "Upload",
    "Waiting",
    "Webhook",
    "WorkingHours",
]
