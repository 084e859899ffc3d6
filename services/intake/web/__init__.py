"""The pages of intake, public on purpose: home, lodging a petition, its receipt, tracking."""
