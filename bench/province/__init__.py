"""What ``python -m bench.may_chu`` measures, one module a measure."""
