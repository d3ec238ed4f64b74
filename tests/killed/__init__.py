"""The desk in a process of its own, killed again and again, against a Discord stub in another that outlives it."""
