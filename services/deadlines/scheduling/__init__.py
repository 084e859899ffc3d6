"""What this service does because time passes: reminders, ends and escalations, once each."""
