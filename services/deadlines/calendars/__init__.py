"""The days of a year as people keep them: read from files, proposed, looked at, decided."""
