"""hashlib_peer.py OBJECTS: answers each line with the seconds that hashing every id and taking the lowest 1 % took."""
import hashlib
import heapq
import sys
import time

objects = int(sys.argv[1])
ids = [b"91%016d" % i for i in range(objects)]
key = b"5" * 64
sha256 = hashlib.sha256
for _ in sys.stdin:
    start = time.perf_counter()
    heapq.nsmallest(objects // 100, ids, key=lambda one: sha256(key + one).digest())
    print(time.perf_counter() - start, flush=True)
