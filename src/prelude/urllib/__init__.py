"""Addresses, and what stands behind them."""
