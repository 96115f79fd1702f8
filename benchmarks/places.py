"""Stores of a chain that benchmarks fill by SQL. The chain must be open."""

from __future__ import annotations

from typing import Final

from django.db import connection

from stores.models import Cashier, Register, Store
from transactions.models import Channel, SourceFile, Upload

STORES: Final = 20
REGISTERS: Final = 3
CASHIERS: Final = 6


def make_places() -> SourceFile:
    """Stores with registers and cashiers, and the table ``bench_places``, which finds them by
    number. Answers the file that all rows are said to come from."""
    stores = Store.objects.bulk_create(
        Store(code=str(101 + number), name=f"Store {101 + number}") for number in range(STORES)
    )
    for store in stores:
        Register.objects.bulk_create(
            Register(store=store, code=str(code + 1), register_class="inside")
            for code in range(REGISTERS)
        )
        Cashier.objects.bulk_create(
            Cashier(store=store, code=str(11 + code), name=f"Cashier {code}")
            for code in range(CASHIERS)
        )
    with connection.cursor() as cursor:
        cursor.execute("""
            CREATE TEMP TABLE bench_places AS
            SELECT row_number() OVER (ORDER BY s.id) - 1 AS number, s.id AS store_id,
                   (SELECT array_agg(r.id) FROM stores_register r WHERE r.store_id = s.id)
                       AS registers,
                   (SELECT array_agg(c.id) FROM stores_cashier c WHERE c.store_id = s.id)
                       AS cashiers
            FROM stores_store s
        """)
    upload = Upload.objects.create(store=stores[0], channel=Channel.AGENT, name="bench")
    return SourceFile.objects.create(
        store=stores[0], upload=upload, original_name="bench.xml", sha256="0" * 64, size=1
    )
