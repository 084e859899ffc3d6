"""Old versions of facts → present ones: pure functions, one a version, kept for good."""
