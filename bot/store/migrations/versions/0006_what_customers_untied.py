"""what customers untied"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "untied",
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("untied_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_untied_account_id"),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name="fk_untied_customer_id"),
        sa.PrimaryKeyConstraint("customer_id", "account_id", name="pk_untied"),
    )


def downgrade() -> None:
    op.drop_table("untied")
