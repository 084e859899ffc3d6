"""A body that can hold cases; the stream is its code."""
