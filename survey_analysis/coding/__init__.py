"""Coding: units, codebook, applications and relations as files, and the coder's work on them."""
