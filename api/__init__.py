"""The HTTP door: identify the actor, call one use case, answer in the envelope of the REST contract."""
