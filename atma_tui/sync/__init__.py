"""Remote endpoints: fetch -> read -> plan -> apply. Of our packages it may import `domain` and `calendars`."""
