"""The log of facts: said, relayed, heard, rebuilt and verified."""
