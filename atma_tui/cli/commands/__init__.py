"""The commands by topic. Their names on the command line are in `cli.table`."""
