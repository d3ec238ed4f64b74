"""The reference page at /docs: what the API's own description says, for people, with a tester in it."""
