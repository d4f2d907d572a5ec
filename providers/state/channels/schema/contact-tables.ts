import type { ChannelTables } from './channel-table';

export const contactTables: ChannelTables = {
	tables: {
		contact: {
			kept: 'conversation',
			whose: { contact: 'id' },
			oldBy: 'created_at',
			name: 'name',
			reference: 'id merged_into',
			nothing: 'created_at minute_since minute_messages',
		},
		contact_alias: {
			kept: 'conversation',
			whose: { contact: 'contact' },
			identifier: 'value',
			reference: 'contact tie',
			nothing: 'kind proof since',
		},
		contact_apart: { kept: 'conversation', whose: { contact: 'contact other' }, reference: 'contact other' },
		contact_log: {
			kept: 'conversation',
			whose: { contact: 'contact' },
			// Corrections contain old and new names. The actor of a proven change is the message.
			name: 'details',
			identifier: 'actor',
			reference: 'contact',
			nothing: 'number at kind',
		},
		// A removed name is stored as a keyed hash.
		contact_correction: { kept: 'conversation', whose: { contact: 'contact' }, name: 'value', reference: 'contact', nothing: 'field at' },
		// The contact is cleared when forgotten.
		contact_request: {
			kept: 'record',
			whose: { contact: 'contact' },
			stays: 'rights',
			reference: 'protocol contact conversation',
			user: 'requested_by settled_by outcome extension_reason',
			nothing: 'kind channel at settled_at extended_at due_at is_refused',
		},
		// Kept as long as the contact.
		contact_consent: {
			kept: 'conversation',
			whose: { contact: 'contact' },
			words: 'reason',
			identifier: 'reference',
			reference: 'contact id',
			user: 'recorded_by',
			nothing: 'purpose act basis at recorded_at way text_version text_hash until',
		},
		opted_out: { kept: 'record', whose: { pseudonym: 'name_hash' }, stays: 'rights', pseudonym: 'name_hash', reference: 'protocol' },
		contact_origin: {
			kept: 'conversation',
			whose: { contact: 'contact' },
			derived: 'origin',
			reference: 'contact',
			nothing: 'place at',
		},
	},
	schema: `
		CREATE TABLE IF NOT EXISTS contact (
			tenant TEXT NOT NULL,
			id TEXT NOT NULL,
			name TEXT,
			created_at INTEGER NOT NULL,
			merged_into TEXT,
			minute_since INTEGER,
			minute_messages INTEGER NOT NULL DEFAULT 0,
			PRIMARY KEY (tenant, id)
		) STRICT, WITHOUT ROWID;
		CREATE INDEX IF NOT EXISTS contact_by_whole ON contact (tenant, merged_into) WHERE merged_into IS NOT NULL;
		CREATE TABLE IF NOT EXISTS contact_alias (
			tenant TEXT NOT NULL,
			kind TEXT NOT NULL,
			value TEXT NOT NULL,
			contact TEXT NOT NULL,
			proof TEXT NOT NULL,
			since INTEGER NOT NULL,
			tie TEXT NOT NULL DEFAULT '',
			PRIMARY KEY (tenant, kind, value)
		) STRICT, WITHOUT ROWID;
		CREATE INDEX IF NOT EXISTS contact_alias_by_contact ON contact_alias (tenant, contact);
		CREATE TABLE IF NOT EXISTS contact_apart (
			tenant TEXT NOT NULL,
			contact TEXT NOT NULL,
			other TEXT NOT NULL,
			PRIMARY KEY (tenant, contact, other)
		) STRICT, WITHOUT ROWID;
		CREATE TABLE IF NOT EXISTS contact_log (
			tenant TEXT NOT NULL,
			contact TEXT NOT NULL,
			number INTEGER NOT NULL,
			at INTEGER NOT NULL,
			kind TEXT NOT NULL,
			actor TEXT NOT NULL,
			details TEXT NOT NULL,
			PRIMARY KEY (tenant, contact, number)
		) STRICT, WITHOUT ROWID;
		CREATE INDEX IF NOT EXISTS contact_log_of_two ON contact_log (tenant, contact, number) WHERE kind IN ('merged', 'split', 'alias-moved');
		CREATE TABLE IF NOT EXISTS contact_correction (
			tenant TEXT NOT NULL,
			contact TEXT NOT NULL,
			field TEXT NOT NULL,
			value TEXT NOT NULL,
			at INTEGER NOT NULL,
			PRIMARY KEY (tenant, contact, field, value)
		) STRICT, WITHOUT ROWID;
		CREATE TABLE IF NOT EXISTS contact_request (
			tenant TEXT NOT NULL,
			protocol TEXT NOT NULL,
			kind TEXT NOT NULL,
			contact TEXT,
			channel TEXT,
			conversation TEXT,
			at INTEGER NOT NULL,
			requested_by TEXT NOT NULL,
			settled_at INTEGER,
			settled_by TEXT,
			outcome TEXT,
			extended_at INTEGER,
			extension_reason TEXT,
			due_at INTEGER,
			is_refused INTEGER NOT NULL DEFAULT 0,
			PRIMARY KEY (tenant, protocol)
		) STRICT, WITHOUT ROWID;
		CREATE INDEX IF NOT EXISTS contact_request_by_contact ON contact_request (tenant, contact);
		CREATE TABLE IF NOT EXISTS contact_consent (
			tenant TEXT NOT NULL,
			id TEXT NOT NULL,
			contact TEXT NOT NULL,
			purpose TEXT NOT NULL,
			act TEXT NOT NULL,
			basis TEXT,
			at INTEGER NOT NULL,
			recorded_at INTEGER NOT NULL,
			recorded_by TEXT NOT NULL,
			way TEXT NOT NULL,
			reference TEXT,
			text_version TEXT,
			text_hash TEXT,
			until INTEGER,
			reason TEXT,
			PRIMARY KEY (tenant, id)
		) STRICT, WITHOUT ROWID;
		CREATE INDEX IF NOT EXISTS contact_consent_by_contact ON contact_consent (tenant, contact, purpose, at);
		CREATE TABLE IF NOT EXISTS opted_out (
			tenant TEXT NOT NULL,
			name_hash TEXT NOT NULL,
			protocol TEXT NOT NULL,
			PRIMARY KEY (tenant, name_hash)
		) STRICT, WITHOUT ROWID;
		CREATE INDEX IF NOT EXISTS opted_out_by_protocol ON opted_out (tenant, protocol);
		CREATE TABLE IF NOT EXISTS contact_origin (
			tenant TEXT NOT NULL,
			contact TEXT NOT NULL,
			place TEXT NOT NULL,
			at INTEGER NOT NULL,
			origin TEXT NOT NULL,
			PRIMARY KEY (tenant, contact, place)
		) STRICT, WITHOUT ROWID;
	`,
};
