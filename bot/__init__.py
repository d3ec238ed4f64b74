"""The process: settings, command line, Discord client, relay, start and stop."""
