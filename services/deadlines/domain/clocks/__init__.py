"""All clocks of one petition; the stream is the petition's id."""
