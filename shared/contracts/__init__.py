"""
The facts services tell each other: the only thing they share about one another.

One file a speaking service. A fact's stored name never changes; a new shape is a new
version here and an upcaster in `upcasts.py`. Only the owner may make its facts.
"""
