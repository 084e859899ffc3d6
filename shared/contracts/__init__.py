"""
The facts services tell each other: the only thing they share about one another.

One file a speaking service; what routing says of a part of its own stands in
`routing_<part>.py` beside it. A fact's stored name never changes; a new shape is a new
version here and an upcaster in `upcasts.py`. Only the owner may make its facts.
"""

from shared.contracts import (
    routing_bodies,
    routing_custody,
    routing_guiding,
    routing_inquiry,
    routing_settlement,
)

__all__ = [
    "routing_bodies",
    "routing_custody",
    "routing_guiding",
    "routing_inquiry",
    "routing_settlement",
]
"""Known to whoever knows any fact: a reader that was not taught one would stand still."""
