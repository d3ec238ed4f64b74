"""How text is split into words to be searched: by its spaces, and sign by sign in scripts that have none."""

import json
import re
from typing import Final

# Han, kana, Hangul, Thai, Lao, Khmer, Burmese, and the wide forms of kana: no spaces stand between their words.
_UNSPACED: Final = re.compile(
    "([\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3040-\u30ff\u3130-\u318f\u3400-\u4dbf\u4e00-\u9fff"
    "\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003134f])"
)


def split(text: str) -> str:
    """`text` with a space around each sign of a script that puts none between its words."""
    return _UNSPACED.sub(r" \1 ", text)


def split_ticket(title: str, tags: str, fields: str) -> str:
    """What of a ticket can be searched, from the texts in which the store keeps it: title, tags, answers."""
    answered = (f"{label} {' '.join(values)}" for label, _kind, values in json.loads(fields))
    return split("\n".join((title, " ".join(json.loads(tags)), *answered)))
