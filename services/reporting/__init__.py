"""Counts and shows: the audit log of every fact, dashboards, later the official forms."""
