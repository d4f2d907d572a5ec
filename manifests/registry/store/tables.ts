import type { Kysely, Transaction } from 'kysely';
import type { ManifestKind, ManifestState } from '../../documents/documents';

/**
 * The tables of the registry, the same on SQLite and on PostgreSQL. Times are ISO 8601, lists and objects JSON, both as text.
 * All but `roots` and `webhook_owners` have a column `tenant`, which is not named here: the store writes it into every query (`OwnTenant`).
 */
export interface Tables {
	/** Editions of the root: of everybody. */
	roots: { version: number; tokens: string; added_at: string };
	tenants: TenantRow;
	snapshots: SnapshotRow;
	manifests: ManifestRow;
	approvals: ApprovalRow;
	file_lists: { sha256: string; content: string };
	flags: { name: string; enabled: number; percent: number | null; revision: number };
	rollouts: RolloutRow;
	rollout_reports: { rollout: string; instance: string; sequence: number };
	events: { id: number; type: string; at: string; about: string };
	audit: AuditRow;
	webhooks: WebhookRow;
	webhook_dead: WebhookDeadRow;
	/** The tenants that have had one. */
	webhook_owners: { name: string };
}

/** The head of a tenant: who changes anything of it holds this row until the change is committed. */
export interface TenantRow {
	last_event: number;
	last_audit: number;
	last_sequence: number;
	policy: string;
}

/** The current one of each tenant. */
export interface SnapshotRow {
	version: number;
	token: string;
	etag: string;
	key_id: string;
	/** Seconds since the epoch, as in the token. */
	issued: number;
	expires: number;
}

export interface ManifestRow {
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
	/** Person of the key, if the root names one; else the publisher. */
	author: string;
	publisher: string;
	purpose: string | null;
	capabilities: string;
	file_list: string | null;
	successor: string | null;
	reason: string | null;
	/** `manifest` if only this manifest is revoked, and not its version. */
	scope: 'manifest' | null;
	published_at: string;
}

interface ApprovalRow {
	manifest: string;
	key_id: string;
	approver: string;
	/** Who sent it. */
	subject: string;
	token: string;
	at: string;
}

interface RolloutRow {
	id: string;
	kind: ManifestKind;
	name: string;
	state: string;
	/** The whole of it (RegistryApi's Rollout), as JSON. */
	rollout: string;
	revision: number;
}

export interface AuditRow {
	id: number;
	at: string;
	subject: string;
	action: string;
	outcome: 'done' | 'refused';
	object: string;
	details: string;
}

export interface WebhookRow {
	id: string;
	url: string;
	/** Empty: all. */
	events: string;
	/** Sealed by a key that is not in the database, and which. */
	secret: string;
	key_id: string;
	created_at: string;
	/** The last event that was delivered or given up. */
	after: number;
	/** Deliveries in a row that were given up. */
	failures: number;
	last_status: string | null;
	/** Attempts for the event after `after`, and the time of the next attempt in milliseconds since the epoch. */
	attempts: number;
	next_at: number;
	/** The process that delivers, until when, in milliseconds since the epoch. */
	lease_owner: string | null;
	lease_until: number;
}

/** A delivery that was given up. */
interface WebhookDeadRow {
	webhook: string;
	event: number;
	type: string;
	/** When it was given up. */
	at: string;
	attempts: number;
	/** Result of the last attempt. */
	status: string;
}

export type Database = Kysely<Tables>;
export type Connection = Transaction<Tables>;
