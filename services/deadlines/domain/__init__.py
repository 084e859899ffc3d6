"""What deadlines decides. Pure: nothing here awaits, logs, reads a clock or a file."""
