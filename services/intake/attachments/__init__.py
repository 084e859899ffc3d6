"""Files that come with a petition: taken in a stream, looked at, cleaned, sealed, kept."""
