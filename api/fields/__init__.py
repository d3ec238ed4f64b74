"""The kinds of field that come in at this door, by noun, each with its check, its fault and its schema."""
