"""The relay: committed state drawn into Discord, and what is said in Discord recorded."""
