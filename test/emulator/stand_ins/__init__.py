"""What moto lacks and the AWS provider asks for. Each is named in stand-ins.json, and so in the titles of the tests.

A stand-in keeps what it is given and gives it back, as moto itself does. It is a row of ROWS in one file a service: name in stand-ins.json,
method, path with one group a segment (`/Operation` where a service has one path for all), and what answers; or a patch of PATCHES that mends a default of moto's when the server starts.
When a new moto has the thing itself, its rows go.
"""

import json
import pathlib

from . import ec2, ecr, eks, eks_settings, elasticache, launch_templates, msk, msk_parts, rds, route53, s3, scaling

SERVICES = {"ecr": ecr.ROWS, "eks": [*eks.ROWS, *eks_settings.ROWS], "kafka": msk_parts.ROWS}
PATCHES = {
    **ec2.PATCHES,
    **eks_settings.PATCHES,
    **elasticache.PATCHES,
    **launch_templates.PATCHES,
    **msk.PATCHES,
    **rds.PATCHES,
    **route53.PATCHES,
    **s3.PATCHES,
    **scaling.PATCHES,
}

named = set(json.loads((pathlib.Path(__file__).parent.parent / "stand-ins.json").read_text()))
made = {row[0] for rows in SERVICES.values() for row in rows} | set(PATCHES)
if named != made:
    raise SystemExit(f"stand-ins.json and the stand-ins differ: {sorted(named ^ made)}")
