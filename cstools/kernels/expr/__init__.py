"""Expressions the kernels share: the only things a kernel may import from another file of its floor."""
