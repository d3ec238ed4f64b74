"""One transaction over one connection: the SQL of every noun behind desk.store.Tx."""

import sqlite3

from desk.actor import Identities
from desk.filing import FILES_ROOM, Room
from storage.answers import SqlAnswers
from storage.attachments import SqlAttachments
from storage.blocks import SqlBlocks, SqlRoleBlocks
from storage.canned import SqlCanned
from storage.categories import SqlCategories
from storage.choices import SqlChoices
from storage.drafts import SqlDrafts, SqlUploads
from storage.endings import SqlEndings
from storage.events import SqlEvents
from storage.figures import SqlFigures
from storage.gauges import SqlGauges
from storage.identities import SqlGrants, SqlKeys, load_identities
from storage.links import SqlLinks
from storage.member_notes import SqlMemberNotes
from storage.messages import SqlMessages
from storage.people import SqlGuilds, SqlParticipants, SqlPeople, SqlSetups
from storage.places import SqlPlaces
from storage.queue import SqlQueues
from storage.sessions import SqlSessions
from storage.tickets import SqlTickets
from storage.webhooks import SqlDeliveries, SqlWebhooks
from storage.words import SqlWords


class SqlTx:
    """See desk.store.Tx."""

    def __init__(self, db: sqlite3.Connection, files_room: Room = FILES_ROOM) -> None:
        self._db = db
        self.tickets = SqlTickets(db)
        self.messages = SqlMessages(db)
        self.categories = SqlCategories(db)
        self.participants = SqlParticipants(db)
        self.people = SqlPeople(db)
        self.choices = SqlChoices(db)
        self.links = SqlLinks(db)
        self.guilds = SqlGuilds(db)
        self.queues = SqlQueues(db)
        self.words = SqlWords(db)
        self.figures = SqlFigures(db)
        self.meters = SqlGauges(db)
        self.canned = SqlCanned(db)
        self.setups = SqlSetups(db)
        self.endings = SqlEndings(db)
        self.places = SqlPlaces(db)
        self.events = SqlEvents(db)
        self.keys = SqlKeys(db)
        self.sessions = SqlSessions(db)
        self.grants = SqlGrants(db)
        self.blocks = SqlBlocks(db)
        self.role_blocks = SqlRoleBlocks(db)
        self.member_notes = SqlMemberNotes(db)
        self.answers = SqlAnswers(db)
        self.drafts = SqlDrafts(db)
        self.uploads = SqlUploads(db)
        self.attachments = SqlAttachments(db, files_room)
        self.webhooks = SqlWebhooks(db)
        self.deliveries = SqlDeliveries(db)

    def load_identities(self) -> Identities:
        """Keys, sessions and grants as this transaction sees them."""
        return load_identities(self._db)

    @property
    def identities_changed(self) -> bool:
        """Whether keys, sessions or grants were written, so that what is held in memory must be read anew."""
        return self.keys.changed or self.sessions.changed or self.grants.changed

    @property
    def marked(self) -> int:
        """How many rows were changed only to remember what was shown or seen."""
        return self.events.marked + self.people.marked + self.guilds.marked
