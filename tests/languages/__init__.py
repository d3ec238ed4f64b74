"""The catalogues of the Discord door: collected from the code, written for translators, compiled and judged."""

COMPLETE: tuple[str, ...] = ()
"""The catalogues that say everything: a text that one of them does not have, or has and nobody says, is a mistake."""
