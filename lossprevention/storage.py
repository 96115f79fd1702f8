"""Objects on S3, or on anything that speaks it: one place for the product and its tests."""

from __future__ import annotations

from boto3.s3.transfer import TransferConfig
from botocore.config import Config

PART_BYTES = 8 * 1024 * 1024
"""Above this an object goes up in parts, each tried again by itself."""
LINK_SECONDS = 900


def s3_storage(
    bucket: str, *, endpoint: str = "", region: str = "", addressing_style: str = "", tries: int = 5
) -> dict[str, object]:
    """An entry of STORAGES. The log-in comes from where boto3 looks for it."""
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": endpoint or None,
            "region_name": region or None,
            "default_acl": None,
            "file_overwrite": True,  # keys are named by us, and a retry writes the same bytes
            "max_memory_size": PART_BYTES,  # what is read beyond it waits on the disk
            "querystring_auth": True,
            "querystring_expire": LINK_SECONDS,
            "client_config": _config(addressing_style, is_aws=not endpoint, tries=tries),
            "transfer_config": TransferConfig(
                multipart_threshold=PART_BYTES, multipart_chunksize=PART_BYTES
            ),
        },
    }


def _config(addressing_style: str, *, is_aws: bool, tries: int) -> Config:
    """AWS checks a CRC of every part; others may refuse the header that carries it, and what
    they hold is compared by its hash afterwards (clips/stored.py)."""
    checksums = "when_supported" if is_aws else "when_required"
    return Config(
        signature_version="s3v4",
        s3={"addressing_style": addressing_style or None},
        retries={"total_max_attempts": tries, "mode": "standard"},
        request_checksum_calculation=checksums,
        response_checksum_validation=checksums,
        connect_timeout=10,
        read_timeout=60,
    )
