"""The commands of `python -m bot`, a module each, and the one table of words in which they say what went wrong."""
