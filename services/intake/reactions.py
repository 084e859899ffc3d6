"""What intake does when it hears a fact: nothing; it shows them to who holds a receipt."""

from shared.log.reacting import When

REACTIONS: When = {}
