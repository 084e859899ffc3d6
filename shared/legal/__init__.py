"""What the law says, as data and arithmetic that several services need."""
