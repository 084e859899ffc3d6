"""The groups of commands that `deploy/cli.py` puts together, one module each."""
