import type { PublicJwk } from '../documents/root-document';
import type { AccessToken, Caller, RevokeTokens } from './api/access';
import type { Bundle, BundleRequest, ManifestAnswer, RootEdition, SnapshotAnswer } from './api/documents';
import type { Drill, DrillRequest } from './api/drill';
import type { AuditEntry, AuditFilter, CheckedAudit, RegistryEvent } from './api/events';
import type {
	ApprovalRequest,
	DeprecateRequest,
	ManifestSummary,
	PublishRequest,
	ReasonRequest,
	RejectRequest,
	RevokeVersionRequest,
	RollBackRequest,
} from './api/lifecycle';
import type { MetricsReport, Rollout, StartRollout, TenantPolicy } from './api/rollouts';
import type { Label, LabelFilter, RemoveLabelRequest, SetLabelRequest } from './api/labels';
import type { ManifestDiff, ManifestFilter, Match, Page, ResolveRequest } from './api/search';

export * from './api/access';
export * from './api/documents';
export * from './api/drill';
export * from './api/events';
export * from './api/labels';
export * from './api/lifecycle';
export * from './api/rollouts';
export * from './api/search';

/**
 * Operations of the registry, one function each. The store implements it, the HTTP routes call it, and the HTTP client implements it over the wire:
 * the command line and the nodes know this interface only. Each call has a `Caller`; scopes are checked where the call arrives, people (author is not
 * approver) in the registry.
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
	 * Idempotent: republishing identical content by the same author returns the stored summary. A version of another publisher's package can have
	 * several manifests, one an installation; any other version has one.
	 * @throws TroupeError TOKEN_INVALID, MANIFEST_EXISTS, MANIFEST_REVOKED, VERSION_INVALID, AGENT_INVALID, POLICY_INVALID, INPUT_INVALID,
	 * INPUT_TOO_LARGE, STATE_CONFLICT for content that was rejected
	 */
	publish(caller: Caller, request: PublishRequest): Promise<ManifestSummary>;
	/** @throws TroupeError TOKEN_INVALID, APPROVAL_REFUSED, MANIFEST_REVOKED, MANIFEST_NOT_FOUND, STATE_CONFLICT for a rejected draft */
	approve(caller: Caller, sha256: string, request: ApprovalRequest): Promise<ManifestSummary>;
	/**
	 * Sends a draft back to its author. It can no longer be approved; other content may be published under its version.
	 * @throws TroupeError STATE_CONFLICT, MANIFEST_NOT_FOUND
	 */
	reject(caller: Caller, sha256: string, request: RejectRequest): Promise<ManifestSummary>;
	/** Removes a draft, for whoever published or wrote it. @throws TroupeError ACCESS_DENIED, STATE_CONFLICT, MANIFEST_NOT_FOUND */
	withdraw(caller: Caller, sha256: string): Promise<void>;
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
	/**
	 * Says what would stop if a key, a manifest or a version were revoked now, and changes nothing.
	 * @throws TroupeError INPUT_INVALID, MANIFEST_NOT_FOUND
	 */
	drill(caller: Caller, request: DrillRequest): Promise<Drill>;

	// labels and rollouts
	/**
	 * Points a label to a version that may run. Machines get it with the next snapshot.
	 * @throws TroupeError INPUT_INVALID, MANIFEST_NOT_FOUND, MANIFEST_REVOKED, STATE_CONFLICT for a draft or another revision
	 */
	setLabel(caller: Caller, request: SetLabelRequest): Promise<Label>;
	removeLabel(caller: Caller, request: RemoveLabelRequest): Promise<void>;
	labels(caller: Caller, filter: LabelFilter): Promise<Page<Label>>;
	/** The whole policy: what is left out goes back to its default. */
	setPolicy(caller: Caller, policy: TenantPolicy): Promise<TenantPolicy>;
	policy(caller: Caller): Promise<TenantPolicy>;
	startRollout(caller: Caller, request: StartRollout): Promise<Rollout>;
	rollouts(caller: Caller): Promise<Rollout[]>;
	/** `advance` goes to the next stage; `pause` and `resume` hold and go on; `abort` goes back to `from`, or to the last approved version when that was revoked. */
	steerRollout(caller: Caller, id: string, action: 'advance' | 'pause' | 'resume' | 'abort', request: ReasonRequest): Promise<Rollout>;
	/** Reports the counts of an instance since its last report. */
	reportMetrics(caller: Caller, id: string, report: MetricsReport): Promise<void>;

	// what happened
	audit(caller: Caller, filter: AuditFilter): Promise<Page<AuditEntry>>;
	/** Checks that nobody changed, added or removed entries in the database. */
	checkAudit(caller: Caller): Promise<CheckedAudit>;
	/** Streams the events after `after` as they happen, until the signal is aborted. With `follow: false` it ends after the existing events, for networks that hold back streams. */
	events(caller: Caller, after: number | undefined, signal: AbortSignal, options?: { follow?: boolean }): AsyncIterable<RegistryEvent>;
	/** Adds the next edition of the root. @throws TroupeError TOKEN_INVALID */
	addRoot(caller: Caller, tokens: string): Promise<RootEdition>;
	/**
	 * Exports one document for another site; `importBundle` verifies each part like any other that arrives. With `validForSeconds` its snapshot is
	 * one for a site without a network: no longer than the tenant's policy allows, and than the root lasts.
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
