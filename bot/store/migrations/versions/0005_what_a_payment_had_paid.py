"""what a payment had paid"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

PAID_THE_BILL = """
UPDATE instalment SET with_bill = true
WHERE paid_on IS NOT NULL
  AND paid_on = (SELECT bill.paid_on FROM bill WHERE bill.id = instalment.bill_id AND bill.state = 'paid')
"""


def upgrade() -> None:
    op.add_column(
        "instalment", sa.Column("with_bill", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.execute(PAID_THE_BILL)
    with op.batch_alter_table("instalment") as instalment:
        instalment.alter_column("with_bill", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("instalment") as instalment:
        instalment.drop_column("with_bill")
