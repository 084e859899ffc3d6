"""What a case is given besides settlement: urging, a place in the list, a plan."""
