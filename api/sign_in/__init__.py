"""Signing in with Discord: out to its page and back, until a session begins."""
