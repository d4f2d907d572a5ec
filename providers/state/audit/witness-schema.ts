import type { StateSchema } from '../../database/state-database';

/**
 * `audit_witness`: the progress of each witness of a tenant's log. `audit_cosigned`: checkpoints with cosignatures.
 */
export const witnessSchema: StateSchema = {
	name: 'witness',
	what: 'The cosignatures of the audit log',
	version: 1,
	tables: {
		audit_witness: { kept: 'record', nothing: 'witness size cosigned_size cosigned_at state reason since attempts due_at leased_until' },
		audit_cosigned: { kept: 'record', nothing: 'size note is_quorum' },
	},
	schema: `
		CREATE TABLE IF NOT EXISTS audit_witness (
			tenant TEXT NOT NULL,
			witness TEXT NOT NULL,
			size INTEGER NOT NULL,
			cosigned_size INTEGER NOT NULL,
			cosigned_at INTEGER,
			state TEXT NOT NULL,
			reason TEXT,
			since INTEGER,
			attempts INTEGER NOT NULL,
			due_at INTEGER NOT NULL,
			leased_until INTEGER NOT NULL,
			PRIMARY KEY (tenant, witness)
		) STRICT, WITHOUT ROWID;
		CREATE TABLE IF NOT EXISTS audit_cosigned (
			tenant TEXT NOT NULL,
			size INTEGER NOT NULL,
			note TEXT NOT NULL,
			is_quorum INTEGER NOT NULL,
			PRIMARY KEY (tenant, size)
		) STRICT, WITHOUT ROWID;
	`,
};
