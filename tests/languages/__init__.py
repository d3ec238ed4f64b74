"""The catalogues of the Discord door: collected from the code, written for translators, compiled and judged."""

COMPLETE: tuple[str, ...] = ("de", "es", "fr", "ja", "pt_BR")
"""The catalogues that say everything: a text that one of them does not have, or has and nobody says, is a mistake."""
