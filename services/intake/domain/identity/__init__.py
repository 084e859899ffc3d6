"""Who denounced: shown to one officer, for a reason, in part, for a time, with others' consent."""
