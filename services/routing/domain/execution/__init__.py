"""An order to carry out a decision, with its items."""
