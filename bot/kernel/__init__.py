"""What the whole shell stands on: clock, limits, public holidays, and what it refuses before the core is asked."""
