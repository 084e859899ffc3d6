"""What programs ask of routing: cases, and who is signed in."""
