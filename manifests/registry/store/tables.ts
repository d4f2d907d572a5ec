import type { Kysely, Transaction } from 'kysely';
import type { ManifestKind } from '../../documents/document-words';
import type { ManifestState } from '../../documents/snapshot-document';

/**
 * The same on SQLite and PostgreSQL. Times are ISO 8601, lists and objects JSON, both as text. All but `roots` have a column `tenant`, which the
 * store adds to every query (`OwnTenant`).
 */
export interface Tables {
	roots: { version: number; tokens: string; added_at: string };
	tenants: TenantRow;
	snapshots: SnapshotRow;
	manifests: ManifestRow;
	reviews: ReviewRow;
	approvals: ApprovalRow;
	evidence: EvidenceRow;
	file_lists: { sha256: string; content: string };
	labels: LabelRow;
	rollouts: RolloutRow;
	rollout_reports: { rollout: string; instance: string; sequence: number };
	events: { id: number; type: string; at: string; about: string };
	audit_outbox: OutboxRow;
	access_tokens: AccessTokenRow;
	revoked_subjects: RevokedSubjectRow;
}

/** Every change locks this row until its commit. */
export interface TenantRow {
	last_event: number;
	last_audit: number;
	last_sequence: number;
	policy: string;
	/** Conditions for approvals. Separate from `policy`, which an earlier version copies into snapshots. */
	demands: string;
}

export interface SnapshotRow {
	version: number;
	token: string;
	etag: string;
	key_id: string;
	issued: number;
	expires: number;
}

export interface ManifestRow {
	sha256: string;
	sequence: number;
	kind: ManifestKind;
	name: string;
	version: string;
	state: 'draft' | ManifestState;
	revision: number;
	token: string;
	key_id: string;
	/** Owner of the key if the root names one, else the publisher. */
	author: string;
	publisher: string;
	purpose: string | null;
	capabilities: string;
	file_list: string | null;
	successor: string | null;
	reason: string | null;
	/** `manifest` if only this manifest is revoked, not the version. */
	scope: 'manifest' | null;
	published_at: string;
}

/** Notes and rejection. Separate from `manifests`, where reads would pass the long token. */
export interface ReviewRow {
	manifest: string;
	notes: string | null;
	/** Set for a rejected draft until other content replaces it. */
	rejected_at: string | null;
	rejected_by: string | null;
	reason: string | null;
}

interface ApprovalRow {
	manifest: string;
	key_id: string;
	approver: string;
	subject: string;
	token: string;
	at: string;
}

interface EvidenceRow {
	manifest: string;
	/** SHA-256 of the signed text, hex. */
	sha256: string;
	type: string;
	facts: string;
	token: string;
	at: string;
}

export interface LabelRow {
	kind: ManifestKind;
	name: string;
	label: string;
	/** Null after removal. */
	version: string | null;
	revision: number;
	changed_at: string;
	changed_by: string;
	reason: string | null;
}

interface RolloutRow {
	id: string;
	kind: ManifestKind;
	name: string;
	state: string;
	rollout: string;
	revision: number;
}

export interface OutboxRow {
	/** In commit order. */
	number: number;
	/** Lets the log take it once. */
	id: string;
	content: string;
	mark: string;
}

export interface AccessTokenRow {
	id: string;
	subject: string;
	/** Separated by spaces. */
	scopes: string;
	/** Seconds since the epoch; 0 for a token revoked before its first use. */
	issued: number;
	expires: number;
	last_used_at: string | null;
	revoked_at: string | null;
	revoked_by: string | null;
	reason: string | null;
}

/** Tokens of this person or machine up to a time are void. */
interface RevokedSubjectRow {
	subject: string;
	/** Seconds since the epoch, inclusive. */
	until: number;
	at: string;
	revoked_by: string;
	reason: string | null;
}

export type Database = Kysely<Tables>;
export type Connection = Transaction<Tables>;
