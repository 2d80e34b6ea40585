"""Commands around paper."""
