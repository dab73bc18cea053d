"""Scores corpora with sacreBLEU: reads a JSON list of cases, writes the list of their scores as fractions."""

import json
import sys

from sacrebleu.metrics import BLEU, CHRF


def score(case):
    metric = (
        BLEU(tokenize=case["tokenize"], effective_order=case.get("effective_order", False), force=True)
        if case["metric"] == "bleu"
        else CHRF(word_order=2 if case.get("words") else 0)
    )
    references = case["references"]
    width = max(map(len, references))
    # A stream for each place of a reference; a segment that has fewer has None there.
    streams = [[one[at] if at < len(one) else None for one in references] for at in range(width)]
    return metric.corpus_score(case["hypotheses"], streams).score / 100


json.dump([score(case) for case in json.load(sys.stdin)], sys.stdout)
