"""A label of two by scikit-learn, hashed n-grams and a linear machine; for bench/tag.py."""

from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC
from tag_rate import Given, Tool, measure


def made(given: Given) -> Tool:
    grams = HashingVectorizer(analyzer="char", ngram_range=(1, 3), n_features=2**20, alternate_sign=False)
    model = make_pipeline(grams, LinearSVC()).fit(*given.shown())
    return Tool(list, model.predict, lambda labels: labels.tolist())


measure(made)
