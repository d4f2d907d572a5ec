import type { Kysely, Transaction } from 'kysely';
import type { ManifestKind } from '../../documents/document-words';
import type { ManifestState } from '../../documents/snapshot-document';

/**
 * The tables of the registry, the same on SQLite and on PostgreSQL. Times are ISO 8601, lists and objects JSON, both as text.
 * All but `roots` have a column `tenant`, which is not listed here: the store adds it to every query (`OwnTenant`).
 */
export interface Tables {
	/** Editions of the root, shared by all tenants. */
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

/** The head of a tenant. Every change locks this row until it is committed. */
export interface TenantRow {
	last_event: number;
	/** The number of the last audit entry. */
	last_audit: number;
	last_sequence: number;
	policy: string;
	/** Conditions of the policy before an approval counts. Apart from `policy`, which an earlier version copies into snapshots. */
	demands: string;
}

/** The current snapshot of each tenant. */
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
	/** The order of publication. */
	sequence: number;
	kind: ManifestKind;
	name: string;
	version: string;
	state: 'draft' | ManifestState;
	revision: number;
	token: string;
	key_id: string;
	/** The owner of the key if the root names one, else the publisher. */
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

/** Notes and rejection of a manifest in review. Apart from `manifests`: whoever reads a row of those does not read past its token. */
export interface ReviewRow {
	manifest: string;
	/** The author's, as in the manifest. */
	notes: string | null;
	/** Set for a rejected draft, until other content replaces it. */
	rejected_at: string | null;
	rejected_by: string | null;
	reason: string | null;
}

interface ApprovalRow {
	manifest: string;
	key_id: string;
	approver: string;
	/** The subject that sent it. */
	subject: string;
	token: string;
	at: string;
}

/** A signed document that approvals of a manifest name by its hash. */
interface EvidenceRow {
	manifest: string;
	/** SHA-256 of the text that was signed, hex. */
	sha256: string;
	/** The type in its header. */
	type: string;
	/** Facts for people, as JSON: level and time of a report. */
	facts: string;
	token: string;
	at: string;
}

export interface LabelRow {
	kind: ManifestKind;
	name: string;
	label: string;
	/** Null once it was removed. */
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
	/** The complete rollout (RegistryApi's Rollout), as JSON. */
	rollout: string;
	revision: number;
}

/** An audit entry that waits until the log of its tenant has it. */
export interface OutboxRow {
	/** In the order of the commits. */
	number: number;
	/** By which the log takes it once. */
	id: string;
	content: string;
	/** Over all of the above. */
	mark: string;
}

/** An access token that was used or revoked here. */
export interface AccessTokenRow {
	id: string;
	subject: string;
	/** Separated by spaces. */
	scopes: string;
	/** Seconds since the epoch, as in the token; 0 for one that was revoked before it was used. */
	issued: number;
	expires: number;
	last_used_at: string | null;
	revoked_at: string | null;
	revoked_by: string | null;
	reason: string | null;
}

/** A person or machine whose tokens of up to a time are void. */
export interface RevokedSubjectRow {
	/** As `personName` has it. */
	subject: string;
	/** Seconds since the epoch: tokens that were issued then or before. */
	until: number;
	at: string;
	revoked_by: string;
	reason: string | null;
}

export type Database = Kysely<Tables>;
export type Connection = Transaction<Tables>;
