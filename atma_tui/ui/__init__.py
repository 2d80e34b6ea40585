"""What the desk sees: Textual. The only package that knows it. Screens talk to `desk`, never to a store."""
