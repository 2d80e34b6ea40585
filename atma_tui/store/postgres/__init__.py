"""The shared book: PostgreSQL keeps the journal, every desk has a replica. The only package that knows psycopg."""
