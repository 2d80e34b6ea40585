"""Remote endpoints: fetch -> read -> plan -> apply. May import `domain`, `calendars` and `store`."""
