"""Guided work: officers say what only a person can find out, the rules propose."""
