import type { StateSchema } from '../../database/state-database';
import { forgetSubject } from './forget-subject';

/**
 * One append-only log per tenant. `audit_waiting`: entries without an index, with mark and values. `audit_tile`, by level: hash tiles, entry bundles
 * (-1), marks of bundles (-2). `audit_head`: the signed checkpoint. `audit_value`: committed values, sealed with keys of `audit_key`; subjects are
 * keyed hashes. `audit_taken`: ids of entries from other databases, each taken once.
 */
export const auditSchema: StateSchema = {
	name: 'audit',
	what: 'The audit log',
	version: 1,
	// Nobody is forgotten while values move to `audit_value`.
	forgetting: { turn: sequencingTurn, remove: forgetSubject },
	tables: {
		audit_waiting: { kept: 'record', stays: 'proof', pseudonym: 'leaf', sealed: 'sealed', nothing: 'id mark' },
		audit_tile: { kept: 'record', stays: 'proof', pseudonym: 'content', nothing: 'level place' },
		audit_head: { kept: 'record', nothing: 'size note' },
		audit_value: { kept: 'record', whose: { audit_key: 'key_id' }, reference: 'entry', sealed: 'sealed', nothing: 'part key_id' },
		audit_key: {
			kept: 'record',
			whose: { pseudonym: 'subject' },
			pseudonym: 'subject',
			sealed: 'sealed',
			underMasterKey: 'sealed',
			nothing: 'id',
		},
		audit_taken: { kept: 'record', nothing: 'id' },
	},
	schema: `
		CREATE TABLE IF NOT EXISTS audit_waiting (
			id INTEGER PRIMARY KEY AUTOINCREMENT,
			tenant TEXT NOT NULL,
			leaf TEXT NOT NULL,
			mark BLOB NOT NULL,
			sealed BLOB
		) STRICT;
		CREATE INDEX IF NOT EXISTS audit_waiting_by_tenant ON audit_waiting (tenant, id);
		CREATE TABLE IF NOT EXISTS audit_tile (
			tenant TEXT NOT NULL,
			level INTEGER NOT NULL,
			place INTEGER NOT NULL,
			content BLOB NOT NULL,
			PRIMARY KEY (tenant, level, place)
		) STRICT, WITHOUT ROWID;
		CREATE TABLE IF NOT EXISTS audit_head (
			tenant TEXT NOT NULL PRIMARY KEY,
			size INTEGER NOT NULL,
			note TEXT NOT NULL
		) STRICT, WITHOUT ROWID;
		CREATE TABLE IF NOT EXISTS audit_value (
			tenant TEXT NOT NULL,
			entry BLOB NOT NULL,
			part TEXT NOT NULL,
			key_id INTEGER NOT NULL,
			sealed BLOB NOT NULL,
			PRIMARY KEY (tenant, entry, part)
		) STRICT, WITHOUT ROWID;
		CREATE INDEX IF NOT EXISTS audit_value_by_key ON audit_value (key_id);
		CREATE TABLE IF NOT EXISTS audit_key (
			id INTEGER PRIMARY KEY AUTOINCREMENT,
			tenant TEXT NOT NULL,
			subject TEXT NOT NULL,
			sealed BLOB NOT NULL,
			UNIQUE (tenant, subject)
		) STRICT;
		CREATE TABLE IF NOT EXISTS audit_taken (
			tenant TEXT NOT NULL,
			id BLOB NOT NULL,
			PRIMARY KEY (tenant, id)
		) STRICT, WITHOUT ROWID;
	`,
};

export const entriesLevel = -1;
export const marksLevel = -2;

export function sequencingTurn(tenant: string): string {
	return `audit ${tenant}`;
}
