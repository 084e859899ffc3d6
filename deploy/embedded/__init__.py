"""The whole of Tiepdan as supervised processes on one machine, from the wheels' own programs."""
