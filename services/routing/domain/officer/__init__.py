"""Somebody who works for a body, and what they may do; the stream is `officer-<id>`."""
