"""A case from its opening to its end; the stream is the case's id."""
