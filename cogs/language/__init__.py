"""The one catalogue of every word that a person reads in Discord: English in the code, other languages beside it.

    say("Ticket #{number} is closed.", number=ticket.number)      an answer, a card, a notice
    say_n("{n} ticket", "{n} tickets", n)                         what is counted
    button("Claim"), title("Why was it closed?"), hint("In a few words")      what Discord takes 80, 45, 100 signs of

The English text is the key of the catalogue; `{name}` is the place of a value, which is put in as it is and not looked
into again. A text is a whole sentence, or a whole item of a list, so that others can say it in their own order; never
a part that the code joins to another. A text that stands in a table or on a class is written `mark("…")`,
`mark_button("…")`, `mark_title("…")` or `mark_hint("…")`, and said when it is needed: `say(TABLE[key])`.

What commands, options and choices are called is taken from the commands themselves (`cogs.language.translator`).
`python -m tests.languages` collects all of it for the translators. `docs/languages.md` says how a language is added.
"""

from cogs.language.catalogues import CATALOGUES, catalogue_of, language, speak, speaking
from cogs.language.saying import button, hint, mark, mark_button, mark_hint, mark_title, say, say_n, title

__all__ = [
    "CATALOGUES",
    "button",
    "catalogue_of",
    "hint",
    "language",
    "mark",
    "mark_button",
    "mark_hint",
    "mark_title",
    "say",
    "say_n",
    "speak",
    "speaking",
    "title",
]
