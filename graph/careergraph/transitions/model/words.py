"""Texts as numbers: which words stand in them, and the few topics that words come together in."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

_ANY = (
    "a about after all also an and any are as at be been before being between both but by can do "
    "does during each either etc for from had has have how if in into is it its may more most "
    "must no nor not of off on only or other others out over own same so some such than that the "
    "their them then there these they this those through to too under until up upon use used "
    "using very was were what when where which while who whom why will with within without"
)
STOP = frozenset(_ANY.split())
"""Words of English that stand in any text."""

_WORD = re.compile(r"[^\W\d_]{2,}")


def words(text: str) -> list[str]:
    """Return the words of a text in lower case, without those that stand in any.

    >>> words("Operate the 3 lathes, and CNC mills.")
    ['operate', 'lathes', 'cnc', 'mills']
    """
    return [word for word in _WORD.findall(text.lower()) if word not in STOP]


def tf_idf(texts: Sequence[str], *, least: int = 2) -> Any:
    """Return texts x words: (1 + log n) (1 + log((1 + N) / (1 + N_w))), rows of length 1.

    n is how often a word stands in the text, N_w in how many of N texts; words in fewer than
    `least` texts are left out. Spärck Jones (1972), smoothed and sublinear as is usual. A sparse
    matrix, its columns in the order of the alphabet.

    >>> tf_idf(["cook food", "cook rice", "sell"], least=1).toarray().round(2)[2].tolist()
    [0.0, 0.0, 0.0, 1.0]
    """
    counts = [Counter(words(text)) for text in texts]
    number = Counter(word for count in counts for word in count)
    kept = {word: n for n, word in enumerate(sorted(w for w, n in number.items() if n >= least))}
    rare = {word: np.log((1 + len(texts)) / (1 + number[word])) + 1 for word in kept}
    cells = [(row, kept[word], (1 + np.log(n)) * rare[word])
             for row, count in enumerate(counts)
             for word, n in count.items() if word in kept]  # fmt: skip
    return unit_rows(_sparse(cells, (len(texts), len(kept))))


def topics(matrix: Any, number: int) -> "Array":
    """Return the rows of a matrix in `number` dimensions: those along which they differ most.

    Latent semantic analysis (Deerwester et al. 1990): U S of the truncated singular value
    decomposition. Words that come together in many texts count as much the same, which words alone
    do not. The same matrix gives the same numbers.
    """
    from scipy.sparse.linalg import svds

    most = min(number, min(matrix.shape) - 1)
    if most < 1:
        return np.asarray(matrix.todense(), float)
    start = np.ones(min(matrix.shape))
    found: Any = svds(matrix.astype(float), k=most, v0=start, solver="arpack")
    left, length, _ = found
    order = np.argsort(-length)
    topical: Array = left[:, order] * length[order]
    return topical


def unit_rows(matrix: Any) -> Any:
    """Return a sparse matrix with each row divided by its length; rows of zeros stay."""
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    return matrix.multiply(1 / np.where(length > 0, length, 1)[:, None]).tocsr()


def _sparse(cells: list[tuple[int, int, float]], shape: tuple[int, int]) -> Any:
    row, column, value = ([cell[n] for cell in cells] for n in range(3))
    return sparse.csr_array((np.array(value, float), (row, column)), shape)
