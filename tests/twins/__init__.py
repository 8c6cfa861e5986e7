"""People who seem to be one."""
