"""Messages under way: handed out, said, and what came of it. ``outbox`` has the theory of operation."""
