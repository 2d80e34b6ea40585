"""schema.org events as JSON-LD (https://schema.org/Event), as the web writes them."""
