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
 * The interface of store, HTTP routes, HTTP client, command line and nodes. Each call has a `Caller`; the entry point checks scopes, the registry
 * checks people (author is not approver).
 */
export interface RegistryApi {
	/** Editions from `from` on, oldest first; tokens, one a line. */
	roots(from: number): Promise<RootEdition[]>;
	/** Null if `etag` is current. */
	snapshot(caller: Caller, etag?: string): Promise<SnapshotAnswer | null>;
	/** @throws TroupeError MANIFEST_NOT_FOUND */
	manifest(caller: Caller, sha256: string): Promise<ManifestAnswer>;
	/** @throws TroupeError MANIFEST_NOT_FOUND */
	fileList(caller: Caller, sha256: string): Promise<string>;

	/**
	 * Idempotent: the same content by the same author returns the stored summary. A version of a third-party package can have several manifests, one
	 * per installation; any other version has one. @throws TroupeError TOKEN_INVALID, MANIFEST_EXISTS, MANIFEST_REVOKED, VERSION_INVALID,
	 * AGENT_INVALID, POLICY_INVALID, INPUT_INVALID, INPUT_TOO_LARGE, STATE_CONFLICT for rejected content
	 */
	publish(caller: Caller, request: PublishRequest): Promise<ManifestSummary>;
	/** @throws TroupeError TOKEN_INVALID, APPROVAL_REFUSED, MANIFEST_REVOKED, MANIFEST_NOT_FOUND, STATE_CONFLICT for a rejected draft */
	approve(caller: Caller, sha256: string, request: ApprovalRequest): Promise<ManifestSummary>;
	/**
	 * A rejected draft cannot be approved; other content may be published under its version. @throws TroupeError STATE_CONFLICT, MANIFEST_NOT_FOUND
	 */
	reject(caller: Caller, sha256: string, request: RejectRequest): Promise<ManifestSummary>;
	/** Only its publisher or author may remove a draft. @throws TroupeError ACCESS_DENIED, STATE_CONFLICT, MANIFEST_NOT_FOUND */
	withdraw(caller: Caller, sha256: string): Promise<void>;
	/** @throws TroupeError STATE_CONFLICT, MANIFEST_NOT_FOUND */
	deprecate(caller: Caller, sha256: string, request: DeprecateRequest): Promise<ManifestSummary>;
	/** Permanent. Revokes this manifest and its twins if a version may have several, else the version. @throws TroupeError MANIFEST_NOT_FOUND */
	revoke(caller: Caller, sha256: string, request: ReasonRequest): Promise<ManifestSummary>;
	/** Includes later manifests. @throws TroupeError MANIFEST_NOT_FOUND */
	revokeVersion(caller: Caller, request: RevokeVersionRequest): Promise<ManifestSummary[]>;
	/** Deprecates every version above `to` (default: the last approved one below the newest), with `to` as successor. Never to a revoked one. */
	rollBack(caller: Caller, request: RollBackRequest): Promise<ManifestSummary>;

	list(caller: Caller, filter: ManifestFilter): Promise<Page<ManifestSummary>>;
	resolve(caller: Caller, request: ResolveRequest): Promise<Match[]>;
	/** Compares fields, permissions, tools and files, and returns the smallest required version bump. */
	diff(caller: Caller, from: string, to: string): Promise<ManifestDiff>;
	/** @throws TroupeError INPUT_INVALID, MANIFEST_NOT_FOUND */
	drill(caller: Caller, request: DrillRequest): Promise<Drill>;

	// labels and rollouts
	/**
	 * Points a label to a runnable version. Machines get it with the next snapshot. @throws TroupeError INPUT_INVALID, MANIFEST_NOT_FOUND,
	 * MANIFEST_REVOKED, STATE_CONFLICT for a draft or another revision
	 */
	setLabel(caller: Caller, request: SetLabelRequest): Promise<Label>;
	removeLabel(caller: Caller, request: RemoveLabelRequest): Promise<void>;
	labels(caller: Caller, filter: LabelFilter): Promise<Page<Label>>;
	/** The whole policy: absent fields return to their defaults. */
	setPolicy(caller: Caller, policy: TenantPolicy): Promise<TenantPolicy>;
	policy(caller: Caller): Promise<TenantPolicy>;
	startRollout(caller: Caller, request: StartRollout): Promise<Rollout>;
	rollouts(caller: Caller): Promise<Rollout[]>;
	/**
	 * `advance` goes to the next stage; `pause` and `resume` hold and continue; `abort` returns to `from`, or to the last approved version if that
	 * was revoked.
	 */
	steerRollout(caller: Caller, id: string, action: 'advance' | 'pause' | 'resume' | 'abort', request: ReasonRequest): Promise<Rollout>;
	reportMetrics(caller: Caller, id: string, report: MetricsReport): Promise<void>;

	audit(caller: Caller, filter: AuditFilter): Promise<Page<AuditEntry>>;
	checkAudit(caller: Caller): Promise<CheckedAudit>;
	/** Streams events after `after` until aborted. `follow: false` ends after the existing events, for networks that hold back streams. */
	events(caller: Caller, after: number | undefined, signal: AbortSignal, options?: { follow?: boolean }): AsyncIterable<RegistryEvent>;
	/** @throws TroupeError TOKEN_INVALID */
	addRoot(caller: Caller, tokens: string): Promise<RootEdition>;
	/**
	 * For another site; `importBundle` verifies each part. `validForSeconds` adds an offline snapshot, limited by the tenant's policy and the root.
	 * @throws TroupeError INPUT_INVALID for longer than the policy allows
	 */
	exportBundle(caller: Caller, request?: BundleRequest): Promise<Bundle>;
	importBundle(caller: Caller, bundle: Bundle): Promise<{ roots: number; manifests: number; approvals: number }>;
	keys(): Promise<{ keys: PublicJwk[] }>;

	/** Lists used or revoked tokens, by subject. Leaves out tokens that expired more than 30 days ago. */
	tokens(caller: Caller): Promise<AccessToken[]>;
	/** Revokes one token, or all earlier tokens of a subject. @throws TroupeError INPUT_INVALID */
	revokeTokens(caller: Caller, request: RevokeTokens): Promise<AccessToken[]>;
}
