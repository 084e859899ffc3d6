"""The pages of routing, for staff: the worklist, a case, and what is done about it."""
