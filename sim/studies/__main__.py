"""``python -m sim.studies JSON``: one trial of the benchmark, in a process of its own.

It takes a :class:`sim.studies.trial.Trial` as JSON and prints what it measured as JSON.
"""

import json
import sys

from sim.studies.trial import Trial, measure

if __name__ == "__main__":
    print(json.dumps(measure(Trial(**json.loads(sys.argv[1])))))
