"""A link between two petitions that are the same; the stream is the pair."""
