"""Words of texts: keywords of each, words that rise, words no dictionary has, topics. Nothing here runs by default."""
