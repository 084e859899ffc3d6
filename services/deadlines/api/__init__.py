"""Requests about clocks and calendars: translated, asked, answered. No rule here."""
