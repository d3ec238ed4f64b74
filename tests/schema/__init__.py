"""What the bot asks of Discord, held against Discord's own published schema and the limits that it states in words."""
