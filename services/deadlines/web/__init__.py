"""The pages of deadlines, for staff: lists of clocks, months, why a date is what it is, rules."""
