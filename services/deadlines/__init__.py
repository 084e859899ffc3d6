"""Runs the statutory clocks of petitions: which run, since when, against whom."""
