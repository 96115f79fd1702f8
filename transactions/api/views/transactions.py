"""Register events, for programs that read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view, permission_classes
from rest_framework.response import Response

from transactions.api.answers import (
    TransactionSerializer,
    TransactionsPage,
    WholeTransactionSerializer,
)
from transactions.api.authentication import MayRead, caller
from transactions.api.describing import answers
from transactions.api.file_queries import patiently
from transactions.api.parameters import TransactionsParameters, asked, bad_cursor
from transactions.api.rendering import transaction_body, whole_transaction_body
from transactions.api.transaction_queries import transactions_page, visible_transactions
from transactions.models import Transaction
from transactions.selectors.paging import BadCursorError

if TYPE_CHECKING:
    from rest_framework.request import Request


@extend_schema(
    operation_id="list_transactions",
    summary="List transactions",
    description="By when they happened, newest first. For tokens that read.",
    parameters=[TransactionsParameters],
    responses=answers({200: TransactionsPage}, "bad_parameter", "not_allowed", "took_too_long"),
)
@api_view(["GET"])
@permission_classes([MayRead])
def transactions(request: Request) -> Response:
    """List transactions."""
    values = asked(request, TransactionsParameters)
    try:
        with patiently():
            rows, following = transactions_page(caller(request), values)
    except BadCursorError as error:
        raise bad_cursor(error) from error
    bodies = [transaction_body(row) for row in rows]
    return Response({"results": TransactionSerializer(bodies, many=True).data, "next": following})


@extend_schema(
    operation_id="get_transaction",
    summary="One transaction",
    description="With its receipt and the reasons of its flags. For tokens that read.",
    responses=answers({200: WholeTransactionSerializer}, "not_allowed", "not_found"),
)
@api_view(["GET"])
@permission_classes([MayRead])
def transaction(request: Request, transaction_id: int) -> Response:
    """One transaction with its receipt."""
    rows = visible_transactions(caller(request)).select_related("match")
    try:
        row = rows.get(pk=transaction_id)
    except Transaction.DoesNotExist as missing:
        raise Http404 from missing
    return Response(WholeTransactionSerializer(whole_transaction_body(row)).data)
