"""Both doors of one running desk, told apart by nothing that a ticket shows."""
