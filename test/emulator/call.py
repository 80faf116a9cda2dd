"""Asks a service of the emulator as anybody would, behind Terraform's back.

usage: call.py ENDPOINT REGION SERVICE OPERATION < parameters.json > answer.json
"""

import json
import sys

import boto3

endpoint, region, service, operation = sys.argv[1:]
client = boto3.client(service, region_name=region, endpoint_url=endpoint, aws_access_key_id="rehearsal", aws_secret_access_key="rehearsal")
answer = getattr(client, operation)(**json.load(sys.stdin))
answer.pop("ResponseMetadata", None)
json.dump(answer, sys.stdout, default=str)
