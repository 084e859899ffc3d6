"""What reporting does when it hears a fact: nothing; it counts and shows."""

from shared.log.reacting import When

REACTIONS: When = {}
