import type { Kysely, Transaction } from 'kysely';
import type { ManifestKind, ManifestState } from '../../documents/documents';

/** The tables of the registry, the same on SQLite and on PostgreSQL. Times are ISO 8601, lists and objects JSON, both as text. */
export interface Tables {
	/** Editions of the root: of everybody. */
	roots: { version: number; tokens: string; added_at: string };
	tenants: TenantRow;
	snapshots: SnapshotRow;
	manifests: ManifestRow;
	approvals: ApprovalRow;
	file_lists: { tenant: string; sha256: string; content: string };
	flags: { tenant: string; name: string; enabled: number; percent: number | null; revision: number };
	rollouts: RolloutRow;
	rollout_reports: { tenant: string; rollout: string; instance: string; sequence: number };
	events: { tenant: string; id: number; type: string; at: string; about: string };
	audit: AuditRow;
}

/** The head of a tenant: who changes anything of it holds this row until the change is committed. */
export interface TenantRow {
	tenant: string;
	last_event: number;
	last_audit: number;
	last_sequence: number;
	policy: string;
}

/** The current one of each tenant. */
export interface SnapshotRow {
	tenant: string;
	version: number;
	token: string;
	etag: string;
	key_id: string;
	/** Seconds since the epoch, as in the token. */
	issued: number;
	expires: number;
}

export interface ManifestRow {
	tenant: string;
	sha256: string;
	/** In the order of publishing. */
	sequence: number;
	kind: ManifestKind;
	name: string;
	version: string;
	state: 'draft' | ManifestState;
	revision: number;
	token: string;
	key_id: string;
	/** Of the key, where the root says so; else the publisher. */
	author: string;
	publisher: string;
	purpose: string | null;
	capabilities: string;
	file_list: string | null;
	successor: string | null;
	reason: string | null;
	published_at: string;
}

export interface ApprovalRow {
	tenant: string;
	manifest: string;
	key_id: string;
	approver: string;
	/** Who sent it. */
	subject: string;
	token: string;
	at: string;
}

export interface RolloutRow {
	tenant: string;
	id: string;
	kind: ManifestKind;
	name: string;
	state: string;
	/** The whole of it (RegistryApi's Rollout), as JSON. */
	rollout: string;
	revision: number;
}

export interface AuditRow {
	tenant: string;
	id: number;
	at: string;
	subject: string;
	action: string;
	outcome: 'done' | 'refused';
	object: string;
	details: string;
}

export type Database = Kysely<Tables>;
export type Connection = Transaction<Tables>;
