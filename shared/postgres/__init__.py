"""The edge to PostgreSQL: connections that fail clearly, tables made once, rows written in bulk."""
