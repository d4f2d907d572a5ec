import { createHash } from 'node:crypto';
import { type Mark, noMark } from '../../core/base/sealed-rows';
import { getErrorMessage } from '../../core/base/errors';
import { warnOperator } from '../../core/guardrails/masking/warn-operator';
import type { WakeUps } from '../../core/ports/runs/wake-ups';
import type { Grant } from './access/access-claims';
import { readRevocations } from './access/revocable-access';
import type { Revocations } from './access/revocable-access';
import { listTokens, noteUse, revokeTokens } from './access/token-register';
import { checkAudit, readAudit } from './audit/read-audit';
import { Outbox } from './audit/outbox';
import type { TenantAudit } from './audit/tenant-audit';
import type { Change, TrustedRoot } from './changes/change';
import { EventFeed } from './changes/event-feed';
import { signerUnder } from './changes/issue-snapshot';
import { checkCaller } from './changes/request-fields';
import { RootKeeper } from './changes/root-keeper';
import { SnapshotReader } from './changes/snapshot-reader';
import type { SnapshotSigner } from './changes/snapshot-signer';
import type { RecordInAudit } from './changes/tenant-work';
import { TenantWork } from './changes/tenant-work';
import { drillRevocation } from './drill/drill-revocation';
import { listManifests } from './find/list-manifests';
import { readDocument, readFileList } from './find/read-documents';
import { manifestAnswer } from './find/summaries';
import { approve } from './lifecycle/approve';
import { deprecate, revoke, revokeVersion, rollBack } from './lifecycle/change-state';
import { exportOffline, importBundle, readBundle } from './lifecycle/exchange-bundle';
import { publish } from './lifecycle/publish';
import { reject, withdraw } from './lifecycle/review-draft';
import type { Registry, RegistryParts } from './registry';
import type { Caller, LabelKey, ManifestSummary, RegistryApi } from './registry-api';
import { ManifestIndex } from './resolve/manifest-words';
import { resolveManifests } from './resolve/resolve-manifests';
import type { CheckContent } from './rules/check-content';
import { diffManifests } from './rules/diff-manifests';
import { listLabelsOf, removeLabel, setLabel } from './settings/change-labels';
import { readPolicy, setPolicy } from './settings/change-policy';
import { reportMetrics, startRollout, steerRollout, storedRollouts } from './settings/rollout-changes';
import { openStore } from './store/open-store';
import type { Store } from './store/store';
import { TimedChanges } from './timed-changes';

const steered = { advance: 'rollout.advanced', pause: 'rollout.paused', resume: 'rollout.resumed', abort: 'rollout.aborted' };

class StoredRegistry implements Registry {
	readonly #roots: RootKeeper;
	readonly #feed: EventFeed;
	readonly #snapshots: SnapshotReader;
	readonly #work: TenantWork;
	readonly #outbox: Outbox;
	readonly #timedChanges: TimedChanges;
	readonly #index = new ManifestIndex();

	constructor(
		private readonly store: Store,
		private readonly signers: readonly SnapshotSigner[],
		private readonly checkContent: CheckContent | undefined,
		private readonly parts: RegistryParts,
	) {
		const { clock, wakeUps, mark, audit, reportFault } = parts;
		const root = () => this.#root();
		this.#roots = new RootKeeper(clock);
		this.#feed = new EventFeed(store, wakeUps);
		this.#snapshots = new SnapshotReader({ store, clock, root, renew: (tenant) => this.#timedChanges.renew(tenant) });
		this.#work = new TenantWork({
			store,
			signers,
			clock,
			mark,
			reportFault,
			rootIn: (connection) => this.#roots.current(connection),
			committed: (tenant, { snapshot, events, hasEntries }) => {
				if (snapshot) this.#snapshots.put(tenant, snapshot);
				this.#feed.offer(tenant, events);
				if (hasEntries) this.#outbox.wake(tenant);
			},
		});
		this.#outbox = new Outbox({ store, mark, log: audit, reportFault });
		this.#timedChanges = new TimedChanges({
			work: this.#work,
			clock,
			root,
			tenants: () => this.#snapshots.tenants(),
			outbox: this.#outbox,
			reportFault,
		});
	}

	roots(from: number) {
		return this.store.global((connection) => this.#roots.editions(connection, from));
	}

	async keys() {
		return { keys: (await this.#root()).document.keys };
	}

	async snapshot(caller: Caller, etag?: string) {
		checkCaller(caller);
		return this.#snapshots.read(caller.tenant, etag);
	}

	manifest(caller: Caller, sha256: string) {
		return this.#work.read(caller, (connection, judge) => manifestAnswer(connection, judge, sha256));
	}

	fileList(caller: Caller, sha256: string) {
		return this.#work.read(caller, (connection) => readFileList(connection, sha256));
	}

	publish: RegistryApi['publish'] = (caller, request) =>
		this.#work.changeManifest(caller, { action: 'manifest.published', object: findHash(request.token) }, (change) =>
			publish(change, request, { checkContent: this.checkContent }),
		);

	approve: RegistryApi['approve'] = (caller, sha256, request) => this.#change(caller, 'manifest.approved', sha256, request, approve);

	reject: RegistryApi['reject'] = (caller, sha256, request) =>
		this.#change(caller, 'manifest.rejected', sha256, request, (change) => reject(change, sha256, request, this.parts.hide));

	withdraw: RegistryApi['withdraw'] = (caller, sha256) =>
		this.#work.change(caller, { action: 'manifest.withdrawn', object: sha256 }, (change) => withdraw(change, sha256));

	deprecate: RegistryApi['deprecate'] = (caller, sha256, request) =>
		this.#change(caller, 'manifest.deprecated', sha256, request, deprecate);

	revoke: RegistryApi['revoke'] = (caller, sha256, request) => this.#change(caller, 'manifest.revoked', sha256, request, revoke);

	revokeVersion: RegistryApi['revokeVersion'] = (caller, request) =>
		this.#work.changeManifests(
			caller,
			{ action: 'manifest.version_revoked', object: describeName(request), reason: request.reason },
			(change) => revokeVersion(change, request),
		);

	rollBack: RegistryApi['rollBack'] = (caller, request) =>
		this.#work.changeManifest(caller, { action: 'manifest.rolled_back', object: request.name, reason: request.reason }, (change) =>
			rollBack(change, request),
		);

	list: RegistryApi['list'] = (caller, filter) => this.#work.read(caller, (connection, judge) => listManifests(connection, judge, filter));

	resolve: RegistryApi['resolve'] = (caller, request) =>
		this.#work.read(caller, (connection, judge) => resolveManifests(connection, judge, request, this.#index));

	diff: RegistryApi['diff'] = (caller, from, to) =>
		this.#work.read(caller, async (connection) => {
			const before = await readDocument(connection, from);
			const after = await readDocument(connection, to);
			return diffManifests(before, after);
		});

	drill: RegistryApi['drill'] = (caller, request) =>
		this.#work.read(caller, (connection, judge) => drillRevocation(connection, judge, request));

	setLabel: RegistryApi['setLabel'] = (caller, request) =>
		this.#work.change(caller, { action: 'label.updated', object: describeLabel(request), reason: request.reason }, (change) =>
			setLabel(change, request),
		);

	removeLabel: RegistryApi['removeLabel'] = (caller, request) =>
		this.#work.change(caller, { action: 'label.removed', object: describeLabel(request), reason: request.reason }, (change) =>
			removeLabel(change, request),
		);

	labels: RegistryApi['labels'] = (caller, filter) => this.#work.read(caller, (connection) => listLabelsOf(connection, filter));

	setPolicy: RegistryApi['setPolicy'] = (caller, policy) =>
		this.#work.change(caller, { action: 'registry_policy.updated', object: 'policy' }, (change) =>
			Promise.resolve(setPolicy(change, policy)),
		);

	policy: RegistryApi['policy'] = (caller) => this.#work.read(caller, readPolicy);

	startRollout: RegistryApi['startRollout'] = (caller, request) =>
		this.#work.change(caller, { action: 'rollout.started', object: request.id ?? request.name }, (change) => startRollout(change, request));

	rollouts: RegistryApi['rollouts'] = (caller) => this.#work.read(caller, (connection) => storedRollouts(connection));

	steerRollout: RegistryApi['steerRollout'] = (caller, id, action, request) =>
		this.#work.change(caller, { action: steered[action], object: id, reason: request.reason }, (change) =>
			steerRollout(change, id, action, request),
		);

	reportMetrics: RegistryApi['reportMetrics'] = (caller, id, report) =>
		this.#work.change(caller, { action: 'rollout.reported', object: id }, (change) => reportMetrics(change, id, report));

	audit: RegistryApi['audit'] = (caller, filter) => readAudit(caller, filter, this.#outbox);

	checkAudit: RegistryApi['checkAudit'] = (caller) => checkAudit(caller, this.#outbox);

	events: RegistryApi['events'] = (caller, after, signal, { follow = true } = {}) => {
		checkCaller(caller);
		return this.#feed.listen(caller.tenant, after, signal, follow);
	};

	revocations(tenant: string): Promise<Revocations> {
		return this.store.read(tenant, async (connection) => readRevocations(connection, await this.#roots.current(connection)));
	}

	noteUse(grant: Grant): Promise<void> {
		return this.#work.change(grant.caller, { action: 'access_token.used', object: grant.id ?? '' }, (change) => noteUse(change, grant));
	}

	tokens: RegistryApi['tokens'] = (caller) => this.#work.read(caller, (connection, { nowMs }) => listTokens(connection, nowMs));

	revokeTokens: RegistryApi['revokeTokens'] = (caller, request) =>
		this.#work.change(
			caller,
			{ action: 'access_token.revoked', object: request.id ?? request.subject ?? '', isPerson: request.id === undefined },
			(change) => revokeTokens(change, request),
		);

	record: RecordInAudit = (caller, name, refusal) => this.#work.record(caller, name, refusal);

	async addRoot(caller: Caller, tokens: string) {
		const edition = await this.#work.change(caller, { action: 'root.added', object: 'root' }, (change) =>
			addRoot(change, this.#roots, tokens),
		);
		// Its snapshot key may differ: the cache was checked under the previous edition.
		this.#snapshots.forget();
		return edition;
	}

	exportBundle: RegistryApi['exportBundle'] = async (caller, { validForSeconds } = {}) => {
		if (validForSeconds !== undefined)
			return this.#work.change(caller, { action: 'bundle.exported', object: 'bundle' }, (change) =>
				exportOffline(change, this.signers, this.#roots, validForSeconds),
			);
		const { token } = (await this.snapshot(caller))!;
		const roots = await this.roots(1);
		return this.#work.read(caller, (connection) => readBundle(connection, caller.tenant, roots, token));
	};

	importBundle: RegistryApi['importBundle'] = (caller, bundle) =>
		this.#work.change(caller, { action: 'bundle.imported', object: bundle.tenant }, (change) =>
			importBundle(change, this.#roots, bundle, this.checkContent),
		);

	start = () => this.#timedChanges.start();

	tick = () => this.#timedChanges.tick();

	async ready(): Promise<void> {
		signerUnder(await this.#root(), this.signers);
	}

	async close(): Promise<void> {
		await this.#timedChanges.stop();
		await this.#work.close();
		await this.#outbox.settled();
		await this.#feed.close();
		await this.store.close();
	}

	#change<Request extends { reason?: string; revision?: number }>(
		caller: Caller,
		action: string,
		sha256: string,
		request: Request,
		work: (change: Change, sha256: string, request: Request) => Promise<void>,
	): Promise<ManifestSummary> {
		return this.#work.changeManifest(caller, { action, object: sha256, reason: request.reason }, async (change) => {
			await work(change, sha256, request);
			return sha256;
		});
	}

	async pinRoot(tokens: string): Promise<void> {
		await this.store.global((connection) => this.#roots.pin(connection, tokens));
	}

	#root(): Promise<TrustedRoot> {
		return this.store.global((connection) => this.#roots.current(connection));
	}
}

const findHash = (token: string) => createHash('sha256').update(token, 'latin1').digest('hex');
const describeLabel = ({ kind, name, label }: LabelKey) => `${kind}:${name}@${label}`;
const describeName = ({ name, version }: { name: string; version: string }) => `${name}@${version}`.slice(0, 300);

async function addRoot(change: Change, roots: RootKeeper, tokens: string) {
	const { edition, isNew } = await roots.add(change.connection, tokens);
	if (isNew) {
		change.event('root.added', { version: String(edition.version) });
		change.note({ version: edition.version });
	}
	return edition;
}

interface OpenRegistry {
	/** `postgres://…`, or the path of a SQLite file. */
	database: string;
	/** First root edition, as in root.jwt, for an empty database; otherwise an edition of the same root. */
	root?: string;
	keys: readonly SnapshotSigner[];
	/** Core's rules for agents; without them a definition is checked only against its manifest. */
	checkContent?: CheckContent;
	clock?: () => number;
	/** Masks free text; without it, texts stay unchanged. */
	hide?: (text: string) => string;
	/** Authenticates waiting audit entries with the installation's key; without it, changes of their rows stay unnoticed. */
	mark?: Mark;
	/** Without it, audit entries wait in the database. */
	audit?: TenantAudit;
	/** Called with background faults, which are retried. Default: a warning to the operator. */
	reportFault?: (fault: unknown) => void;
	wakeUps?: WakeUps;
}

/** @throws TroupeError REGISTRY_NOT_READY, TOKEN_INVALID, STATE_CONFLICT when `root` differs from the database's */
export async function openRegistry({ database, ...options }: OpenRegistry): Promise<Registry> {
	return registryOn(await openStore(database), options);
}

export async function registryOn(store: Store, { root, keys, checkContent, ...parts }: Omit<OpenRegistry, 'database'>): Promise<Registry> {
	const { clock = Date.now, hide = (text) => text, mark = noMark, reportFault = warn, audit, wakeUps } = parts;
	const registry = new StoredRegistry(store, keys, checkContent, { clock, hide, mark, audit, reportFault, wakeUps });
	try {
		if (root !== undefined) await registry.pinRoot(root);
		return registry;
	} catch (error) {
		await registry.close();
		throw error;
	}
}

const warn = (fault: unknown) => warnOperator(getErrorMessage(fault), { code: 'TROUPE_REGISTRY' });
