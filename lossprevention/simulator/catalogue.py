"""What the simulated stores sell: departments, articles and fuel. All names are our own."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache


@dataclass(frozen=True, slots=True)
class Department:
    code: str
    name: str
    tax_level: str
    """"" where nothing is taxed."""
    role: str = "merchandise"
    """The department's role in the flags' own words."""
    minimum_age: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    code: str
    """Fourteen digits with its check digit, or a short code typed at the register."""
    code_format: str
    description: str
    department: Department
    price: Decimal


@dataclass(frozen=True, slots=True)
class FuelGrade:
    code: str
    name: str
    price: Decimal
    """Per gallon, three decimals."""


BEVERAGES = Department("1", "BEVERAGES", "1")
BEER = Department("2", "BEER AND WINE", "1", minimum_age=21)
TOBACCO = Department("3", "TOBACCO", "1", minimum_age=21)
CANDY = Department("4", "CANDY", "1")
SNACKS = Department("5", "SNACKS", "2")
GROCERY = Department("6", "GROCERY", "2")
DAIRY = Department("7", "DAIRY", "2")
KITCHEN = Department("8", "HOT FOOD", "1")
COFFEE = Department("9", "COFFEE BAR", "1")
HEALTH = Department("10", "HEALTH AND BEAUTY", "1")
AUTOMOTIVE = Department("11", "AUTOMOTIVE", "1")
GENERAL = Department("12", "GENERAL MERCHANDISE", "1")
LOTTERY_ONLINE = Department("20", "LOTTERY ONLINE", "", "lottery_sale")
LOTTERY_SCRATCH = Department("21", "LOTTERY SCRATCH", "", "lottery_sale")
LOTTERY_PAYOUT = Department("22", "LOTTERY PAYOUT", "", "lottery_payout")
PAID_OUT = Department("23", "PAID OUT", "", "paid_out")
CAR_WASH = Department("24", "CAR WASH", "1", "car_wash")

DEPARTMENTS = (
    *(BEVERAGES, BEER, TOBACCO, CANDY, SNACKS, GROCERY, DAIRY, KITCHEN, COFFEE, HEALTH),
    *(AUTOMOTIVE, GENERAL, LOTTERY_ONLINE, LOTTERY_SCRATCH, LOTTERY_PAYOUT, PAID_OUT, CAR_WASH),
)
GRADES = (
    FuelGrade("001", "UNLEADED", Decimal("3.099")),
    FuelGrade("002", "PLUS", Decimal("3.499")),
    FuelGrade("003", "PREMIUM", Decimal("3.899")),
    FuelGrade("004", "DIESEL", Decimal("3.759")),
)
TAX_RATES = {"1": Decimal("0.07"), "2": Decimal("0.02")}
VENDORS = ("ICE DELIVERY", "NEWSPAPERS", "WINDOW CLEANER", "BREAD ROUTE", "PROPANE EXCHANGE")

# Kinds of an article | its forms with their prices; every kind is sold in every form.
_RANGES: tuple[tuple[Department, str, str], ...] = (
    (
        BEVERAGES,
        "COLA|COLA ZERO|LEMON LIME|ORANGE SODA|ROOT BEER|GINGER ALE",
        "20OZ 2.49|2L 3.49|12PK 9.49",
    ),
    (BEVERAGES, "SPRING WATER|SPARKLING WATER", "20OZ 1.79|1L 2.59|6PK 5.99"),
    (BEVERAGES, "ENERGY ORIGINAL|ENERGY CITRUS|ENERGY BERRY|ENERGY ZERO", "12OZ 3.29|16OZ 3.99"),
    (BEVERAGES, "ORANGE JUICE|APPLE JUICE|SWEET TEA|LEMONADE", "16OZ 2.89|64OZ 5.29"),
    (BEER, "LAGER|LIGHT LAGER|PALE ALE|JALAPEÑO ALE", "24OZ 3.49|6PK 10.99|12PK 17.49"),
    (BEER, "RED WINE|WHITE WINE", "750ML 12.99"),
    (TOBACCO, "REDWOOD|HIGHLAND|SILVER PINE|MENTHOL BAY|PRAIRIE", "KING 9.89|100S 10.19"),
    (TOBACCO, "CIGARILLO GRAPE|CIGARILLO SWEET|LONG CUT MINT|POUCH WINTER", "1CT 5.49"),
    (
        CANDY,
        "CHOCOLATE BAR|PEANUT BAR|CARAMEL BAR|WAFER BAR|SOUR CHEWS|FRUIT CHEWS|MINTS|SPEARMINT GUM",
        "REG 1.99|KING 3.19",
    ),
    (
        SNACKS,
        "POTATO CHIPS|BBQ CHIPS|TORTILLA CHIPS|CHEESE PUFFS|PRETZELS|TRAIL MIX|SALTED NUTS",
        "SMALL 2.39|LARGE 4.99",
    ),
    (SNACKS, "BEEF JERKY ORIGINAL|BEEF JERKY PEPPER|MEAT STICK", "EACH 7.49"),
    (
        GROCERY,
        "WHITE BREAD|WHEAT BREAD|CANNED SOUP|RICE POUCH|PASTA|CEREAL|PEANUT BUTTER|KETCHUP|TUNA",
        "EACH 4.29|FAMILY 6.99",
    ),
    (DAIRY, "WHOLE MILK|TWO PERCENT MILK|CHOCOLATE MILK", "PINT 2.29|HALF GAL 3.99|GALLON 5.19"),
    (DAIRY, "EGGS DOZEN|CHEDDAR|BUTTER|YOGURT CUP", "EACH 3.79"),
    (
        KITCHEN,
        "HOT DOG|CHEESE PIZZA|PEPPERONI PIZZA|CHICKEN WRAP|BREAKFAST BURRITO|EGG MUFFIN|TAQUITO",
        "EACH 4.49",
    ),
    (COFFEE, "HOUSE COFFEE|CAFÉ MOCHA|HOT CHOCOLATE|ICED COFFEE", "SMALL 1.79|MED 2.29|LARGE 2.69"),
    (COFFEE, "FOUNTAIN DRINK|SLUSH", "22OZ 1.69|32OZ 2.09|44OZ 2.39"),
    (
        HEALTH,
        "PAIN RELIEF|COLD RELIEF|ANTACID|EYE DROPS|LIP BALM|TOOTHPASTE|TISSUES|HAND GEL|RAZOR",
        "TRAVEL 2.99|EACH 5.99",
    ),
    (
        AUTOMOTIVE,
        "MOTOR OIL 5W30|MOTOR OIL 10W40|COOLANT|WASHER FLUID|TIRE SEALANT|AIR FRESHENER|FUSE KIT",
        "EACH 8.99",
    ),
    (
        GENERAL,
        "LIGHTER|PHONE CABLE|EARBUDS|BATTERIES AA|SUNGLASSES|WORK GLOVES|UMBRELLA|ICE BAG|FIREWOOD",
        "EACH 6.49",
    ),
    (LOTTERY_SCRATCH, "SCRATCH LUCKY 7|SCRATCH GOLD RUSH", "TICKET 2.00|BIG 5.00|JUMBO 10.00"),
)
_TYPED = frozenset({KITCHEN.code, COFFEE.code})
"""Departments whose articles have no barcode and are rung by a short code."""


@cache
def items() -> tuple[Item, ...]:
    """Every article of the catalogue, always in the same order."""
    return tuple(
        _item(index, department, f"{kind} {size}", price)
        for index, (department, kind, size, price) in enumerate(_rows())
    )


@cache
def items_of(department: Department) -> tuple[Item, ...]:
    return tuple(item for item in items() if item.department == department)


def department_roles() -> dict[str, str]:
    """Department code to role, as a store's set-up would list them."""
    fuels = {fuel_department(grade): "fuel" for grade in GRADES}
    return {department.code: department.role for department in DEPARTMENTS} | fuels


def fuel_department(grade: FuelGrade) -> str:
    """The department that a grade's lines are written with."""
    return f"9{grade.code[-1]}"


def _rows() -> list[tuple[Department, str, str, Decimal]]:
    rows = []
    for department, kinds, forms in _RANGES:
        for kind in kinds.split("|"):
            for form in forms.split("|"):
                size, _, price = form.rpartition(" ")
                rows.append((department, kind, size, Decimal(price)))
    return rows


def _item(index: int, department: Department, description: str, price: Decimal) -> Item:
    if department.code in _TYPED:
        return Item(str(400 + index), "plu", description, department, price)
    body = f"0004{index * 7919 + 120011:09d}"
    return Item(body + _check_digit(body), "upcA", description, department, price)


def _check_digit(body: str) -> str:
    """The modulo-10 check digit of a barcode written with fourteen digits."""
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(body))
    return str(-total % 10)


def cents_of(count: int) -> Decimal:
    """A number of cents as money."""
    return Decimal(count).scaleb(-2)
