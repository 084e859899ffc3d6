"""What is done inside settlement: verification, information asked for, dialogue."""
