"""Receives petitions, keeps who wrote them secret, and gives receipts."""
