"""Transcripts as files: a page with Jinja2 and Discord's Markdown, plain text, and the API's JSON.

Both doors hand transcripts out and the relay posts them, so this stands in the process and is given to all three as a
desk.transcript.Transcriber: neither door may know the other, and the desk itself knows no library.
"""

from bot.transcripts.transcriber import LiveTranscriber

__all__ = ["LiveTranscriber"]
