"""Says what a petition is and whose it is, moves it there and follows it to its end."""
