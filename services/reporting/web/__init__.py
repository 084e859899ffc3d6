"""The pages of reporting, for staff: the dashboard, alive."""
