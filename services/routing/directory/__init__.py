"""The directory of bodies as people keep it: read from files, looked at, changed, shown by day."""
