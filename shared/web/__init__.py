"""The face of every service: problems as documents, health, pages and their shell."""
