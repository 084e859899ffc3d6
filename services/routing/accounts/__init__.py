"""Who may sign in, and who is: names, passwords, sessions, and the officers behind them."""
