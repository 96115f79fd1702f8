"""``first_frame`` with the clips on S3: moto's server. rclone's, which the tests use to have
signatures checked, answers a part of a file as if it were the whole, and no browser plays that."""

from __future__ import annotations

import logging
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

import boto3
from moto.server import ThreadedMotoServer

from benchmarks.cut.footage import cache_folder
from benchmarks.product import running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.bench import Bench

BUCKET = "clips"


def run(bench: Bench) -> None:
    os.environ["FOOTAGE_ROOTS"] = str(cache_folder())
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # as in first_frame
    with _s3() as endpoint:
        os.environ |= {
            "AWS_STORAGE_BUCKET_NAME": BUCKET,
            "AWS_S3_ENDPOINT_URL": endpoint,
            "AWS_S3_REGION_NAME": "us-east-1",
            "AWS_S3_ADDRESSING_STYLE": "path",
        }
        with running():
            from benchmarks.first_frame.goals import ON_S3
            from benchmarks.first_frame.opening import measure

            logging.getLogger("werkzeug").setLevel(logging.ERROR)
            measure(bench, ON_S3)


@contextmanager
def _s3() -> Iterator[str]:
    os.environ |= {"AWS_ACCESS_KEY_ID": "benchmark", "AWS_SECRET_ACCESS_KEY": "benchmark"}
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        endpoint = f"http://{host}:{port}"
        client = boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1")
        client.create_bucket(Bucket=BUCKET)
        yield endpoint
    finally:
        server.stop()
