"""Results are data: bench/results/<name>.json, and a table of them in docs/operating/benchmarks.md."""
import json
import os
import pathlib
import statistics

HERE = pathlib.Path(__file__).resolve().parent


def machine():
    names = [line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")]
    memory = next(int(line.split()[1]) for line in open("/proc/meminfo") if line.startswith("MemTotal"))
    return {"cores": os.cpu_count(), "cpu": names[0] if names else "?", "memory_gb": round(memory / 2**20)}


def summary(values):
    return {"median": round(statistics.median(values), 3), "min": round(min(values), 3), "all": [round(value, 3) for value in values]}


def save(name, result):
    folder = HERE / "results"
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n")
