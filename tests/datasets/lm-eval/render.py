"""What lm-evaluation-harness makes of a task with given demonstrations: prompt, continuations, and what its filters and
metric make of given responses. Reads a JSON list of requests from standard input, writes a list of answers."""

import json
import logging
import sys
import warnings

warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)

from lm_eval.api.instance import Instance  # noqa: E402
from lm_eval.api.task import ConfigurableTask  # noqa: E402
from lm_eval.tasks._yaml_loader import load_yaml  # noqa: E402


def main():
    json.dump([answer_to(request) for request in json.load(sys.stdin)], sys.stdout)


def answer_to(request):
    task = ConfigurableTask(config=load_yaml(request["file"]))
    pool = list(task.fewshot_docs())
    task.sampler.sample = lambda n, eval_doc=None, **_: [pool[i] for i in request["shown"]][:n]
    doc = list(task.eval_docs)[request["asked"]]
    context = task.fewshot_context(doc, num_fewshot=len(request["shown"]))
    made = task.construct_requests(doc, context, metadata=("t", 0, 1))
    answer = {"context": context, "generation": None, "continuations": None, "gold": task.doc_to_target(doc)}
    if isinstance(made, list):
        answer["continuations"] = [one.args[1] for one in made]
    elif task.OUTPUT_TYPE == "loglikelihood":
        answer["continuations"] = [made.args[1]]
    else:
        answer["generation"] = made.args[1]
    answer["scores"] = [scores_of(task, doc, response) for response in request["responses"]]
    return answer


def scores_of(task, doc, response):
    instance = Instance(request_type="generate_until", doc=doc, arguments=("", {}), idx=0, metadata=("t", 0, 1))
    instance.resps = [response]
    task._instances = [instance]
    task.apply_filters()
    return {
        name: {
            "answer": filtered if isinstance(filtered, str) else filtered[0],
            **task.process_results(doc, [filtered if isinstance(filtered, str) else filtered[0]]),
        }
        for name, filtered in instance.filtered_resps.items()
    }


main()
