"""What nltk's Punkt and langdetect learned, as JSON: from this the two data modules in src are made."""

import json
import pathlib

import langdetect
from langdetect.utils.ngram import NGram
from punkt.data import english

profiles = pathlib.Path(langdetect.__file__).parent / "profiles"
print(
    json.dumps(
        {
            "punkt": {
                "abbreviations": sorted(english.ABBREV_TYPES),
                "collocations": sorted(map(list, english.COLLOCATIONS)),
                "starters": sorted(english.SENT_STARTERS),
                "contexts": english.ORTHO_CONTEXT,
            },
            "profiles": {
                path.name: json.loads(path.read_text("utf-8"))
                for path in sorted(profiles.iterdir())
                if path.is_file() and not path.name.startswith("__")
            },
            "kanji": NGram.CJK_CLASS,
        },
        ensure_ascii=False,
    )
)
