"""The smallest Discord that the unmodified bot can log in to: REST and a gateway on loopback, in a process of its own.

It shows what a simulation inside the bot's process cannot: that process being killed, a request repeated under its
nonce, and answers that fail after their effect.
"""
