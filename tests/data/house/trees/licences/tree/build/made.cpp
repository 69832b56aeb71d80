made = up
