"""What routing decides. Pure: nothing here awaits, logs, reads a clock or a file."""
