"""Clocks counted again in bulk: after a calendar was published, and to see what would follow."""
