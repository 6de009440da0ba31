"""The models of models.mjs as scikit-learn has them: what they say of the test rows, as logarithms of odds or of probabilities.

Reads from a JSON file, for each question, the features and targets of train, validation and test; writes JSON to stdout.
"""

import json
import sys
import warnings
from importlib.metadata import version

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier

# The networks are to end after their epochs.
warnings.simplefilter("ignore", ConvergenceWarning)


def models(seeds, validation_share):
    """Makers by name, and whether a model is trained on the validation rows too, of which it takes a share for itself."""
    article = {"hidden_layer_sizes": (32,), "batch_size": 32, "alpha": 0}
    # n_iter_no_change beyond the last epoch: nothing ends it before.
    whole = {**article, "max_iter": 30, "n_iter_no_change": 31}
    early = {**article, "early_stopping": True, "validation_fraction": validation_share, "n_iter_no_change": 10}
    return {
        "logistic regression": ([LogisticRegression(C=1, tol=1e-10, max_iter=100_000)], False),
        "network, 30 epochs": ([MLPClassifier(**whole, random_state=seed) for seed in seeds], False),
        "network, stopped early": ([MLPClassifier(**early, max_iter=200, random_state=seed) for seed in seeds], True),
    }


def stated(model, features):
    """N x 1 logarithms of the odds of class 1, or N x K of probabilities, to six digits."""
    with np.errstate(divide="ignore"):
        logs = np.log(model.predict_proba(features))
    if logs.shape[1] == 2:
        logs = logs[:, 1:] - logs[:, :1]
    return [[float(f"{entry:.6g}") for entry in row] for row in logs]


asked = json.loads(open(sys.argv[1]).read())
answers = {}
for name, parts in asked["questions"].items():
    (x, y), (more_x, more_y), (test_x, _) = (
        (np.array(parts[part]["features"]), np.array(parts[part]["targets"]))
        for part in ["train", "validation", "test"]
    )
    answers[name] = {"hash": parts["hash"]}
    for kind, (made, with_validation) in models(asked["seeds"], len(more_y) / (len(y) + len(more_y))).items():
        rows = (np.vstack([x, more_x]), np.append(y, more_y)) if with_validation else (x, y)
        answers[name][kind] = [stated(model.fit(*rows), test_x) for model in made]
versions = {library: version(library) for library in ["scikit-learn", "numpy"]}
print(json.dumps({"versions": versions, "answers": answers}, allow_nan=False))
