"""How the NATS server is set up, and who may say and hear what on it."""
