"""Sends an upload as Python's requests library makes it: upload.py ENDPOINT OPERATIONS MAP FILE FILE"""
import json
import sys

import requests

endpoint, operations, mapping, front, side = sys.argv[1:]
files = {
    "operations": (None, operations, "application/json"),
    "map": (None, mapping),
    "front": open(front, "rb"),
    "side": ("bild ü.png", open(side, "rb"), "image/png"),
}
print(json.dumps(requests.post(endpoint, files=files, timeout=60).json()))
