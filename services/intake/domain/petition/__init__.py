"""A petition as a document received (đơn)."""
