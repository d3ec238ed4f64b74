"""The rules of the support desk: models, permissions, errors, use cases. No Discord, no HTTP, no SQL, no async."""
