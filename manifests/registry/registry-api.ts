import type {
	DetachedFileList,
	ManifestKind,
	ManifestState,
	PublicJwk,
	SnapshotFlag,
	SnapshotPolicy,
	SnapshotRollout,
} from '../documents/documents';

/**
 * What the registry does, one function an operation. The store implements it, the HTTP routes hand it on, and the HTTP client implements it
 * once more over the wire: the command line and the nodes know this interface only.
 * Each call is made by somebody (`Caller`); scopes are checked where the call arrives, people (author is not approver) in the registry.
 */
export interface RegistryApi {
	// documents, as signed, byte for byte
	/** Every edition of the root from `from` on, oldest first; each is its tokens, one a line. */
	roots(from: number): Promise<RootEdition[]>;
	/** Null when `etag` is that of the current one. */
	snapshot(caller: Caller, etag?: string): Promise<SnapshotAnswer | null>;
	/** @throws TroupeError MANIFEST_NOT_FOUND */
	manifest(caller: Caller, sha256: string): Promise<ManifestAnswer>;
	/** The bytes of a detached list of files. @throws TroupeError MANIFEST_NOT_FOUND */
	fileList(caller: Caller, sha256: string): Promise<string>;

	// the life of a manifest
	/**
	 * What is there already, with the same content by the same author, is the answer again. Of a package of somebody else's a version may have
	 * several manifests, one an installation; of all else one.
	 * @throws TroupeError TOKEN_INVALID, MANIFEST_EXISTS, MANIFEST_REVOKED, VERSION_INVALID, AGENT_INVALID, POLICY_INVALID, INPUT_INVALID, INPUT_TOO_LARGE
	 */
	publish(caller: Caller, request: PublishRequest): Promise<ManifestSummary>;
	/** @throws TroupeError TOKEN_INVALID, APPROVAL_REFUSED, MANIFEST_REVOKED, MANIFEST_NOT_FOUND */
	approve(caller: Caller, sha256: string, request: ApprovalRequest): Promise<ManifestSummary>;
	/** @throws TroupeError STATE_CONFLICT, MANIFEST_NOT_FOUND */
	deprecate(caller: Caller, sha256: string, request: DeprecateRequest): Promise<ManifestSummary>;
	/**
	 * For good: nothing leaves that state. Where a version may have several manifests, this one (and what says the same of the same files);
	 * else the version. @throws TroupeError MANIFEST_NOT_FOUND
	 */
	revoke(caller: Caller, sha256: string, request: ReasonRequest): Promise<ManifestSummary>;
	/** Every manifest of a version, and those that may still come. @throws TroupeError MANIFEST_NOT_FOUND */
	revokeVersion(caller: Caller, request: RevokeVersionRequest): Promise<ManifestSummary[]>;
	/** Deprecates every version above `to` (default: the last approved one below the newest), with it as their successor. Never to a revoked one. */
	rollBack(caller: Caller, request: RollBackRequest): Promise<ManifestSummary>;

	// finding
	list(caller: Caller, filter: ManifestFilter): Promise<Page<ManifestSummary>>;
	/** By range and by what it can do; best first, with the reasons. */
	resolve(caller: Caller, request: ResolveRequest): Promise<Match[]>;
	/** Compares two versions: fields, permissions, tools, files, and the smallest version bump that the change needs. */
	diff(caller: Caller, from: string, to: string): Promise<ManifestDiff>;

	// flags and rollouts
	setFlag(caller: Caller, flag: SnapshotFlag & { revision?: number }): Promise<SnapshotFlag>;
	removeFlag(caller: Caller, name: string): Promise<void>;
	/** The whole policy: what is left out goes back to its default. */
	setPolicy(caller: Caller, policy: TenantPolicy): Promise<TenantPolicy>;
	policy(caller: Caller): Promise<TenantPolicy>;
	startRollout(caller: Caller, request: StartRollout): Promise<Rollout>;
	rollouts(caller: Caller): Promise<Rollout[]>;
	/** `advance` goes to the next stage; `pause` and `resume` hold and go on; `abort` goes back to `from`, or to the last approved version when that was revoked. */
	steerRollout(caller: Caller, id: string, action: 'advance' | 'pause' | 'resume' | 'abort', request: ReasonRequest): Promise<Rollout>;
	/** What an instance saw since it last said so. */
	reportMetrics(caller: Caller, id: string, report: MetricsReport): Promise<void>;

	// what happened
	audit(caller: Caller, filter: AuditFilter): Promise<Page<AuditEntry>>;
	/** Streams the events after `after` as they happen, until the signal is aborted. With `follow: false` it ends after the existing events, for networks that hold back streams. */
	events(caller: Caller, after: number | undefined, signal: AbortSignal, options?: { follow?: boolean }): AsyncIterable<RegistryEvent>;
	/** Adds the next edition of the root. @throws TroupeError TOKEN_INVALID */
	addRoot(caller: Caller, tokens: string): Promise<RootEdition>;
	/**
	 * What another site needs, as one document; `importBundle` verifies each part like any other that arrives.
	 * With `validForSeconds` its snapshot is one for a site without a network: no longer than the tenant's policy allows, and than the root lasts.
	 * @throws TroupeError INPUT_INVALID for longer than the policy allows
	 */
	exportBundle(caller: Caller, request?: BundleRequest): Promise<Bundle>;
	importBundle(caller: Caller, bundle: Bundle): Promise<{ roots: number; manifests: number; approvals: number }>;
	keys(): Promise<{ keys: PublicJwk[] }>;

	// access
	/** Lists the access tokens that were used or revoked, by subject. Tokens that expired more than 30 days ago are left out. */
	tokens(caller: Caller): Promise<AccessToken[]>;
	/** Revokes one token, or all tokens of a subject that were issued so far. @throws TroupeError INPUT_INVALID */
	revokeTokens(caller: Caller, request: RevokeTokens): Promise<AccessToken[]>;
}

export interface AccessToken {
	/** Its `jti`. */
	id: string;
	subject: string;
	scopes: string[];
	/** ISO 8601; absent for a token that was revoked before it was used here. */
	issuedAt?: string;
	expiresAt?: string;
	/** Within an hour. */
	lastUsedAt?: string;
	revokedAt?: string;
	revokedBy?: string;
	reason?: string;
}

/** `id` or `subject`. */
export interface RevokeTokens {
	id?: string;
	subject?: string;
	reason?: string;
}

export const scopes = [
	'registry:read',
	'registry:publish',
	'registry:approve',
	'registry:revoke', // and deprecate, roll back
	'registry:rollout', // flags, policy, rollouts
	'registry:report', // metrics of rollouts
	'registry:audit',
	'registry:admin', // roots, bundles, webhooks
	'registry:offline', // bundles that last, for sites without a network
] as const;
export type Scope = (typeof scopes)[number];

/** Who calls: from the access token, never from the body. */
export interface Caller {
	tenant: string;
	/** Name of a person or a machine, such as `ada@example.com`. */
	subject: string;
}

export interface RootEdition {
	version: number;
	/** One token a line. */
	tokens: string;
}

export interface SnapshotAnswer {
	token: string;
	/** Strong, RFC 9110: changes with each edition. */
	etag: string;
}

/** The fields next to the token are those that consumers of other registries expect. Only the token is trusted. */
export interface ManifestAnswer extends ManifestSummary {
	token: string;
	/** The claims, for reading. */
	manifest: Record<string, unknown>;
	/** `sha256:` and the hash of the token, hex. */
	checksum: string;
	/** The token's third part, base64url. */
	signature: string;
	signature_key_id: string;
	approvalTokens: string[];
	fileList?: DetachedFileList;
}

export interface ManifestSummary {
	/** SHA-256 of the token in hex: the id of a manifest. */
	sha256: string;
	kind: ManifestKind;
	name: string;
	version: string;
	state: 'draft' | ManifestState;
	revision: number;
	/** The author's key, and whose it is. */
	keyId: string;
	author: string;
	approvals: Array<{
		approver: string;
		keyId: string;
		at: string;
		/** Why it does not count, such as that its key left the root. */ notCounted?: string;
	}>;
	/** How many approvals the root asks for. */
	threshold: number;
	/** Whether gates allow it to run under the current root: `state` is what people decided, but their keys can be revoked since. Older registries leave it out. */
	approved?: boolean;
	/** For people: what gates hold against it although its state is approved or deprecated. Absent: nothing. */
	problems?: string[];
	capabilities: string[];
	purpose?: string;
	successor?: string;
	reason?: string;
	/** Present if only this manifest is revoked, and not its version. */
	scope?: 'manifest';
	/** ISO 8601. */
	publishedAt: string;
}

export interface PublishRequest {
	token: string;
	/** The bytes of the list that the manifest's `fileList` names. */
	fileList?: string;
}

export interface ApprovalRequest {
	token: string;
	/** The revision that the approver looked at: compare and set. @throws TroupeError STATE_CONFLICT when another came between */
	revision?: number;
}

export interface ReasonRequest {
	reason?: string;
	/** Compare and set, as for approvals. */
	revision?: number;
}

export interface DeprecateRequest extends ReasonRequest {
	/** The version to go to. */
	successor?: string;
}

export interface RevokeVersionRequest {
	kind: ManifestKind;
	name: string;
	version: string;
	reason?: string;
}

export interface RollBackRequest {
	kind: ManifestKind;
	name: string;
	to?: string;
	reason?: string;
}

export interface ManifestFilter {
	kind?: ManifestKind;
	name?: string;
	version?: string;
	/** Those whose hash begins so: 4 to 64 hex digits. */
	sha256?: string;
	state?: ManifestSummary['state'];
	/** In name, purpose or capabilities. */
	text?: string;
	cursor?: string;
	/** 1 to 500. Default 100. */
	limit?: number;
}

export interface Page<Item> {
	items: Item[];
	/** Absent on the last page. */
	cursor?: string;
}

export interface ResolveRequest {
	kind?: ManifestKind;
	/** With a range; without a name, all that can do what is asked. */
	name?: string;
	/** A range of node-semver, such as `^1.2`. Default `*`. */
	range?: string;
	/** Every one of these, such as `crm.read`. */
	capabilities?: string[];
	/** In words, such as "who can read a CRM?". */
	question?: string;
	/** For rollouts: which side this instance is on. */
	instance?: string;
	limit?: number;
}

export interface Match {
	manifest: ManifestSummary;
	/** 0 to 1; 1 is an exact name and range, or every capability word for word. */
	score: number;
	/** For people, such as `has the capability crm.read`. */
	reasons: string[];
	/** Such as: deprecated, go to 1.4.0. */
	warnings: string[];
}

export interface ManifestDiff {
	from: string;
	to: string;
	/** By JSON pointer into the definition, or by file. */
	changes: Array<{ path: string; kind: 'added' | 'removed' | 'changed'; from?: unknown; to?: unknown }>;
	requiredBump: 'none' | 'patch' | 'minor' | 'major';
	reasons: string[];
}

export interface StartRollout {
	id?: string;
	kind: ManifestKind;
	name: string;
	from: string;
	to: string;
	/** Each stage's share of the instances, and for how long at least it is watched. Shares rise. */
	stages: Array<{ percent: number; minimumMinutes: number }>;
	thresholds?: { /** 0 to 1. */ maximumFailureRate: number; minimumSamples: number };
}

export interface Rollout extends SnapshotRollout, Pick<StartRollout, 'stages' | 'thresholds'> {
	stage: number;
	/** ISO 8601: when this stage began. */
	stageSince: string;
	/** Revision of the entry of `to` when this stage began: a new entry restarts the rollout. */
	toRevision?: number;
	/** Runs of `to` since this stage began. */
	samples: { succeeded: number; failed: number };
	/** What it was last decided for, such as `held: 3 of 50 samples`. */
	reason?: string;
	revision: number;
}

export interface MetricsReport {
	instance: string;
	/** The version that was run. */
	version: string;
	succeeded: number;
	failed: number;
	/** Rises with each report of an instance: one that arrives twice counts once. */
	sequence: number;
}

export interface AuditFilter {
	action?: string;
	subject?: string;
	manifest?: string;
	cursor?: string;
	limit?: number;
}

export interface AuditEntry {
	id: number;
	/** ISO 8601. */
	at: string;
	tenant: string;
	subject: string;
	/** Such as `manifest.revoke`; of what was refused too. */
	action: string;
	outcome: 'done' | 'refused';
	/** A manifest's hash, a flag's name, a rollout's id. */
	object: string;
	/** Codes and numbers; neither secrets nor personal data. */
	details: Record<string, unknown>;
}

export const registryEventTypes = [
	'manifest.published',
	'manifest.approved',
	'manifest.deprecated',
	'manifest.revoked',
	'flag.changed',
	'policy.changed',
	'rollout.changed',
	'root.added',
	'snapshot.issued',
] as const;
export type RegistryEventType = (typeof registryEventTypes)[number];

/** A hint that something changed: who hears it fetches the snapshot and believes that alone. */
export interface RegistryEvent {
	/** Rises within a tenant. */
	id: number;
	type: RegistryEventType;
	at: string;
	/** Its subject: kind, name, version, sha256, rollout, flag. */
	about: Record<string, string>;
}

/** What a tenant decides about what nobody published, and about times. The last two are the registry's to keep, and no claims of `policy`. */
export interface TenantPolicy extends SnapshotPolicy {
	/** 0 to 30 days. Default 0. */
	graceSeconds?: number;
	/** The longest that a snapshot for a site without a network may be good, at most 366 days. Default 0: none is issued. */
	offlineSeconds?: number;
}

export interface BundleRequest {
	/** For a site without a network: how long it is to live by this bundle. Absent: the snapshot of now, which lasts for minutes. */
	validForSeconds?: number;
}

export interface Bundle {
	version: 1;
	tenant: string;
	roots: RootEdition[];
	snapshot: string;
	manifests: string[];
	approvals: string[];
	fileLists: string[];
}
