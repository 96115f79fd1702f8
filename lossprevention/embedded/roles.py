"""The two roles of the product's database: the owner migrates, the application only works.

What the application may do with the tables is granted by whoever creates them; here it may log in.
"""

from psycopg2 import sql
from psycopg2.extensions import connection as DatabaseSession  # noqa: N812

OWNER = "lossprevention_owner"
APPLICATION = "lossprevention_app"
DATABASE = "lossprevention"


def is_prepared(server: DatabaseSession) -> bool:
    """Whether roles and database are there; the database comes last."""
    with server.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        return cursor.fetchone() is not None


def create_roles(
    server: DatabaseSession, *, owner_password: str, application_password: str
) -> None:
    """Both roles with their passwords, also where one exists already. Needs a superuser."""
    with server.cursor() as cursor:
        for role, password, rights in (
            (OWNER, owner_password, "CREATEDB"),
            (APPLICATION, application_password, "NOCREATEDB"),
        ):
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
            verb = "CREATE" if cursor.fetchone() is None else "ALTER"
            statement = "{verb} ROLE {role} LOGIN NOSUPERUSER NOCREATEROLE {rights} PASSWORD %s"
            cursor.execute(
                sql.SQL(statement).format(
                    verb=sql.SQL(verb), role=sql.Identifier(role), rights=sql.SQL(rights)
                ),
                [password],
            )


def create_database(server: DatabaseSession) -> None:
    """The product's database, closed to every other role. Needs autocommit."""
    names = {
        "database": sql.Identifier(DATABASE),
        "owner": sql.Identifier(OWNER),
        "application": sql.Identifier(APPLICATION),
    }
    with server.cursor() as cursor:
        cursor.execute(sql.SQL("CREATE DATABASE {database} OWNER {owner}").format(**names))
        cursor.execute(sql.SQL("REVOKE ALL ON DATABASE {database} FROM PUBLIC").format(**names))
        cursor.execute(
            sql.SQL("GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {application}").format(
                **names
            )
        )
