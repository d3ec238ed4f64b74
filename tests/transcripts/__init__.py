"""Transcripts as they are read: in a browser, in a text editor, by a program."""
