"""The vault: keys of personal data, the marks by which it is found, and who was let in."""
