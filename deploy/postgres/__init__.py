"""How the PostgreSQL server is set up, and how its roles get their passwords."""
