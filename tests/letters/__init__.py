"""Invented letters of which it is known which are the same: to measure the search by."""
