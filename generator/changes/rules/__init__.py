"""The rules about changes of contracts, a module for each subject; each module lists its RULES."""
