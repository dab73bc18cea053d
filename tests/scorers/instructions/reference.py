"""
Verdicts of the IFEval checkers of lm-evaluation-harness. A line of standard input is a JSON object with
instruction_id_list, kwargs and response; a line of output has for each instruction the verdicts that the original
gives, strict and loose: [true], [false], or both where langdetect's draws decide.
"""

import functools
import importlib.util
import json
import os
import pathlib
import sys
import tempfile
import types

from punkt.data import english

SEEDS = range(5)
DRAWN = {"language:response_language", "change_case:english_capital", "change_case:english_lowercase"}


def write_punkt(folder):
    """The English model where nltk looks for it, as nltk's own data package has it."""
    tables = {
        "abbrev_types.txt": sorted(english.ABBREV_TYPES),
        "sent_starters.txt": sorted(english.SENT_STARTERS),
        "collocations.tab": ["\t".join(words) for words in sorted(english.COLLOCATIONS)],
        "ortho_context.tab": [f"{word}\t{flags}" for word, flags in english.ORTHO_CONTEXT.items()],
    }
    folder.mkdir(parents=True)
    for name, lines in tables.items():
        (folder / name).write_text("\n".join(lines), "utf-8", newline="")


def load_checkers():
    """lm_eval.tasks.ifeval without the packages around it, which import all of the harness."""
    root = pathlib.Path(importlib.util.find_spec("lm_eval").origin).parent
    for name in ("lm_eval", "lm_eval.tasks", "lm_eval.tasks.ifeval"):
        package = types.ModuleType(name)
        package.__path__ = [str(root.joinpath(*name.split(".")[1:]))]
        sys.modules[name] = package
    return importlib.import_module("lm_eval.tasks.ifeval.utils")


seed_now = [0]


def verdicts(checkers, case):
    found = {"strict": [set() for _ in case["instruction_id_list"]]}
    found["loose"] = [set() for _ in case["instruction_id_list"]]
    example = checkers.InputExample(0, case["instruction_id_list"], "", case["kwargs"])
    drawn = DRAWN.intersection(case["instruction_id_list"])
    for seed in SEEDS if drawn else (0,):
        seed_now[0] = seed
        for mode, test in (
            ("strict", checkers.test_instruction_following_strict),
            ("loose", checkers.test_instruction_following_loose),
        ):
            for place, verdict in enumerate(test(example, case["response"]).follow_instruction_list):
                found[mode][place].add(bool(verdict))
    return {mode: [sorted(each) for each in sets] for mode, sets in found.items()}


with tempfile.TemporaryDirectory() as data:
    write_punkt(pathlib.Path(data, "tokenizers", "punkt_tab", "english"))
    os.environ["NLTK_DATA"] = data
    checkers = load_checkers()
    import langdetect

    detect = langdetect.detect

    @functools.cache
    def detect_once(seed, text):
        """A language, or the error that there is nothing to tell it by."""
        langdetect.DetectorFactory.seed = seed
        try:
            return detect(text)
        except langdetect.LangDetectException as error:
            return error

    def detect_seeded(text):
        found = detect_once(seed_now[0], text)
        if isinstance(found, Exception):
            raise found
        return found

    langdetect.detect = detect_seeded
    for line in sys.stdin:
        print(json.dumps(verdicts(checkers, json.loads(line))))
