"""The four services; each is the same house with other furniture."""
