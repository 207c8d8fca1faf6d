"""Writers: one small file a format."""
