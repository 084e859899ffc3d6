"""How the front door is set up: which path leads to which service."""
