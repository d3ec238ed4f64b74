"""Longer runs, each with its own command, that print what they measured."""
