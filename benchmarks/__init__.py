"""Benchmarks: this project against what else computes the same, in one interleaved run."""
