"""What was sold, by name: a small dimension to look words up in, and where each was sold.
Chain schema."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from stores.models import Store
from transactions.models.events import Transaction

CODE_LENGTH, NAME_LENGTH, WORD_LENGTH = 40, 120, 40


class Item(models.Model):
    """An item as some receipt named it. Written by ``transactions/search/items`` only."""

    code = models.CharField(max_length=CODE_LENGTH)
    name = models.CharField(max_length=NAME_LENGTH)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "name"], name="item_once")]
        verbose_name = _("item")
        verbose_name_plural = _("items")

    def __str__(self) -> str:
        return self.name or self.code


class ItemWord(models.Model):
    """A word of an item's name or code, folded as ``transactions/search/words.py`` says, so
    that looking one up needs neither an extension nor the database's idea of letters."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="words")
    word = models.CharField(max_length=WORD_LENGTH)

    class Meta:
        indexes = [
            models.Index(
                fields=["word", "item"],
                name="item_word",
                opclasses=["varchar_pattern_ops", "int8_ops"],
            ),
        ]
        verbose_name = _("word of an item")
        verbose_name_plural = _("words of items")

    def __str__(self) -> str:
        return self.word


class ItemUse(models.Model):
    """An item on a transaction's receipt, once however many lines it has.

    A row a line and no more: no key of its own and no checks by the database, whose cost
    would be that of the transactions themselves.
    """

    pk = models.CompositePrimaryKey("transaction_id", "item_id")
    item = models.ForeignKey(
        Item, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    transaction = models.ForeignKey(
        Transaction, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    store = models.ForeignKey(
        Store, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    occurred_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["item", "-occurred_at", "-transaction"],
                include=["store"],
                name="item_use_time",
            ),
        ]
        verbose_name = _("use of an item")
        verbose_name_plural = _("uses of items")

    def __str__(self) -> str:
        return f"{self.item_id} {self.transaction_id}"


class ItemsTouched(models.Model):
    """A span of a store's time whose receipts are to be looked at again for their items.
    Written in the commit that wrote the transactions, taken by the job ``index_items``."""

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        verbose_name = _("span with items to index")
        verbose_name_plural = _("spans with items to index")

    def __str__(self) -> str:
        return f"{self.store_id} {self.since:%Y-%m-%d %H:%M}"
