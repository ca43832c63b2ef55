"""hashlib_peer.py OBJECTS: answers each line with the seconds that the tickets of all ids and the lowest 1 % took."""
import hashlib
import heapq
import sys
import time

objects = int(sys.argv[1])
ids = [f"91{i:016}" for i in range(objects)]
key = "5" * 64


def ticket(one):
    return hashlib.sha256((key + one).encode()).hexdigest()


for _ in sys.stdin:
    start = time.perf_counter()
    heapq.nsmallest(objects // 100, ids, key=ticket)
    print(time.perf_counter() - start, flush=True)
