"""The append-only log of acts: every command writes its entry in its own transaction. Knows no institution."""
