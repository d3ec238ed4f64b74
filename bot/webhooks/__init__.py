"""Webhooks at work: each queue is sent by itself, only to where the desk may send, and signed."""
