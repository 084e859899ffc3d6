"""The working days of one year; the stream is `calendar-<year>`."""
