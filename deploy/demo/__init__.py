"""The demonstration province: Tây Ninh's bodies, and years of invented petitions."""
