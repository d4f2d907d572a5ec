import { TroupeError } from '../../core/base/errors';
import type { PublicJwk } from '../documents/root-document';
import { HttpConnection, type ConnectionParts } from './http-connection';
import { streamEvents } from './stream-events';
import type { DeadDelivery, NewWebhook, Webhook } from '../registry/webhooks/webhook';
import type {
	AccessToken,
	ApprovalRequest,
	AuditEntry,
	AuditFilter,
	CheckedAudit,
	Bundle,
	BundleRequest,
	Caller,
	DeprecateRequest,
	Drill,
	DrillRequest,
	Label,
	LabelFilter,
	ManifestAnswer,
	ManifestDiff,
	ManifestFilter,
	ManifestSummary,
	Match,
	MetricsReport,
	Page,
	PublishRequest,
	ReasonRequest,
	RejectRequest,
	RegistryApi,
	RegistryEvent,
	RemoveLabelRequest,
	SetLabelRequest,
	ResolveRequest,
	RevokeTokens,
	RevokeVersionRequest,
	RollBackRequest,
	Rollout,
	RootEdition,
	SnapshotAnswer,
	StartRollout,
	TenantPolicy,
} from '../registry/registry-api';

const sizes = { usual: 8, manifest: 8, snapshot: 8, fileList: 33, bundle: 512 };
const megabytes = (count: number) => count * 1024 * 1024;

/**
 * The registry over HTTP: same calls, same errors. The token identifies the caller; only the tenant of `caller` is used, for the snapshot. Callers
 * verify the responses. @throws TroupeError of each call, and ACCESS_DENIED, RATE_LIMITED, REGISTRY_UNREACHABLE, REGISTRY_NOT_READY
 */
export class HttpRegistry implements RegistryApi {
	readonly #connection: HttpConnection;

	constructor(parts: ConnectionParts) {
		this.#connection = new HttpConnection(parts);
	}

	async roots(from: number): Promise<RootEdition[]> {
		return (await this.#get<{ roots: RootEdition[] }>('roots', { from })).roots;
	}

	async snapshot({ tenant }: Caller, etag?: string): Promise<SnapshotAnswer | null> {
		const answer = await this.#connection.send('GET', `tenants/${encodeURIComponent(tenant)}/snapshot`, {
			headers: etag === undefined ? {} : { 'if-none-match': etag },
			maxBytes: megabytes(sizes.snapshot),
		});
		if (answer.status === 304) return null;
		return { token: answer.text, etag: answer.headers.get('etag') ?? '' };
	}

	manifest(_caller: Caller, sha256: string): Promise<ManifestAnswer> {
		return this.#get(`manifests/${sha256}`);
	}

	async fileList(_caller: Caller, sha256: string): Promise<string> {
		return (await this.#connection.send('GET', `file-lists/${sha256}`, { maxBytes: megabytes(sizes.fileList) })).text;
	}

	publish(_caller: Caller, request: PublishRequest): Promise<ManifestSummary> {
		return this.#post('manifests', request);
	}

	approve(_caller: Caller, sha256: string, request: ApprovalRequest): Promise<ManifestSummary> {
		return this.#post(`manifests/${sha256}/approvals`, request);
	}

	reject(_caller: Caller, sha256: string, request: RejectRequest): Promise<ManifestSummary> {
		return this.#post(`manifests/${sha256}/reject`, request);
	}

	async withdraw(_caller: Caller, sha256: string): Promise<void> {
		await this.#connection.send('DELETE', `manifests/${sha256}`);
	}

	deprecate(_caller: Caller, sha256: string, request: DeprecateRequest): Promise<ManifestSummary> {
		return this.#post(`manifests/${sha256}/deprecate`, request);
	}

	revoke(_caller: Caller, sha256: string, request: ReasonRequest): Promise<ManifestSummary> {
		return this.#post(`manifests/${sha256}/revoke`, request);
	}

	async revokeVersion(_caller: Caller, request: RevokeVersionRequest): Promise<ManifestSummary[]> {
		return (await this.#post<{ items: ManifestSummary[] }>('revoke', request)).items;
	}

	rollBack(_caller: Caller, request: RollBackRequest): Promise<ManifestSummary> {
		return this.#post('rollback', request);
	}

	list(_caller: Caller, filter: ManifestFilter): Promise<Page<ManifestSummary>> {
		return this.#get('manifests', { ...filter });
	}

	async resolve(_caller: Caller, request: ResolveRequest): Promise<Match[]> {
		return (await this.#get<{ matches: Match[] }>('resolve', { ...request })).matches;
	}

	diff(_caller: Caller, from: string, to: string): Promise<ManifestDiff> {
		return this.#get(`manifests/${from}/diff/${to}`);
	}

	drill(_caller: Caller, request: DrillRequest): Promise<Drill> {
		return this.#get('drill', { ...request });
	}

	setLabel(_caller: Caller, { kind, name, label, ...request }: SetLabelRequest): Promise<Label> {
		return this.#json('PUT', `labels/${kind}/${encodeURIComponent(name)}/${encodeURIComponent(label)}`, request);
	}

	async removeLabel(_caller: Caller, { kind, name, label, ...request }: RemoveLabelRequest): Promise<void> {
		await this.#connection.send('POST', `labels/${kind}/${encodeURIComponent(name)}/${encodeURIComponent(label)}/remove`, {
			body: request,
		});
	}

	labels(_caller: Caller, filter: LabelFilter): Promise<Page<Label>> {
		return this.#get('labels', { ...filter });
	}

	setPolicy(_caller: Caller, policy: TenantPolicy): Promise<TenantPolicy> {
		return this.#json('PUT', 'policy', policy);
	}

	policy(): Promise<TenantPolicy> {
		return this.#get('policy');
	}

	startRollout(_caller: Caller, request: StartRollout): Promise<Rollout> {
		return this.#post('rollouts', request);
	}

	async rollouts(): Promise<Rollout[]> {
		return (await this.#get<{ rollouts: Rollout[] }>('rollouts')).rollouts;
	}

	steerRollout(_caller: Caller, id: string, action: 'advance' | 'pause' | 'resume' | 'abort', request: ReasonRequest): Promise<Rollout> {
		return this.#post(`rollouts/${encodeURIComponent(id)}/${action}`, request);
	}

	async reportMetrics(_caller: Caller, id: string, report: MetricsReport): Promise<void> {
		await this.#connection.send('POST', `rollouts/${encodeURIComponent(id)}/metrics`, { body: report });
	}

	async tokens(): Promise<AccessToken[]> {
		return (await this.#get<{ tokens: AccessToken[] }>('tokens')).tokens;
	}

	async revokeTokens(_caller: Caller, request: RevokeTokens): Promise<AccessToken[]> {
		return (await this.#post<{ tokens: AccessToken[] }>('tokens/revocations', request)).tokens;
	}

	audit(_caller: Caller, filter: AuditFilter): Promise<Page<AuditEntry>> {
		return this.#get('audit', { ...filter });
	}

	checkAudit(): Promise<CheckedAudit> {
		return this.#get('audit/check');
	}

	/** Reconnects from the last event on. Throws when the registry refuses. */
	async *events(_caller: Caller, after: number | undefined, signal: AbortSignal, { follow = true } = {}): AsyncGenerator<RegistryEvent> {
		if (follow) yield* streamEvents(this.#connection, after, signal);
		else yield* (await this.#get<{ events: RegistryEvent[] }>('events', { after, follow: false })).events;
	}

	addRoot(_caller: Caller, tokens: string): Promise<RootEdition> {
		return this.#post('root', { tokens });
	}

	exportBundle(_caller: Caller, request: BundleRequest = {}): Promise<Bundle> {
		if (request.validForSeconds !== undefined) return this.#json('POST', 'bundle/offline', request, sizes.bundle);
		return this.#json('GET', 'bundle', undefined, sizes.bundle);
	}

	importBundle(_caller: Caller, bundle: Bundle): Promise<{ roots: number; manifests: number; approvals: number }> {
		return this.#post('bundle', bundle);
	}

	keys(): Promise<{ keys: PublicJwk[] }> {
		return this.#get('keys');
	}

	addWebhook(webhook: NewWebhook): Promise<Webhook & { secret: string }> {
		return this.#post('webhooks', webhook);
	}

	async webhooks(): Promise<Webhook[]> {
		return (await this.#get<{ webhooks: Webhook[] }>('webhooks')).webhooks;
	}

	async removeWebhook(id: string): Promise<void> {
		await this.#connection.send('DELETE', `webhooks/${encodeURIComponent(id)}`);
	}

	async deadDeliveries(id: string): Promise<DeadDelivery[]> {
		return (await this.#get<{ dead: DeadDelivery[] }>(`webhooks/${encodeURIComponent(id)}/dead`)).dead;
	}

	#get<Answer>(path: string, query: Record<string, unknown> = {}): Promise<Answer> {
		return this.#json('GET', withQuery(path, query));
	}

	#post<Answer>(path: string, body: unknown): Promise<Answer> {
		return this.#json('POST', path, body);
	}

	async #json<Answer>(method: string, path: string, body?: unknown, size = sizes.usual): Promise<Answer> {
		const { text } = await this.#connection.send(method, path, { body, maxBytes: megabytes(size) });
		try {
			return JSON.parse(text) as Answer;
		} catch (cause) {
			throw new TroupeError({
				code: 'REGISTRY_UNREACHABLE',
				message: `The service at ${this.#connection.address} is not a registry: its response is not JSON.`,
				fix: 'Check that TROUPE_REGISTRY_URL is the address that `troupe serve` prints.',
				cause,
			});
		}
	}
}

function withQuery(path: string, query: Record<string, unknown>): string {
	const parameters = new URLSearchParams();
	for (const [name, value] of Object.entries(query)) {
		for (const each of Array.isArray(value) ? value : [value]) if (each !== undefined) parameters.append(name, String(each));
	}
	return parameters.size === 0 ? path : `${path}?${parameters.toString()}`;
}
