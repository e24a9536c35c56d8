at 0
