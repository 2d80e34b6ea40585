"""The commands, by topic. What each is called says `cli.table`."""
