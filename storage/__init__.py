"""The SQLite store: connections, one writer, read-only readers, migrations, backup, and SQL by noun."""
