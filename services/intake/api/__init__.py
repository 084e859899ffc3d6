"""What can be asked of intake over HTTP."""
