"""How Tiepdan is started, fed, checked and repaired; the only place that knows all services."""
