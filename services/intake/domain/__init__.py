"""What intake decides; pure."""
