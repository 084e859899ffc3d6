"""Who came to be received and was not: the ground, never the person."""
