"""What every service stands on: the log of facts, the contracts, and the edges of the process."""
