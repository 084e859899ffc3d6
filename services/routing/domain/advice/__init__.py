"""Counsel on any matter by the whole rule book: facts in, what the law says of them out."""
