"""All of Tiepdan as supervised processes on one machine, from the wheels' programs."""
