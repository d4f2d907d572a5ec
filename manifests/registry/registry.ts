import { createHash } from 'node:crypto';
import { messageOf, type TroupeError } from '../../core/errors';
import type { Change, ChangeName, TrustedRoot } from './changes/change';
import { EventFeed } from './changes/event-feed';
import { issueOfflineSnapshot } from './changes/issue-offline-snapshot';
import { currentSnapshot, needsRenewal, signerUnder } from './changes/issue-snapshot';
import { RootKeeper } from './changes/root-keeper';
import { SnapshotReader } from './changes/snapshot-reader';
import type { SnapshotSigner } from './changes/snapshot-signer';
import { TenantChanges, type ChangeParts } from './changes/tenant-changes';
import { candidates, readDocument, readFileList } from './find/documents';
import { listManifests } from './find/list-manifests';
import { readAudit } from './find/read-audit';
import { manifestAnswer, summaryOf, withApprovals } from './find/summaries';
import { approve } from './lifecycle/approve';
import { deprecate, revoke, rollBack } from './lifecycle/change-state';
import { importBundle, readBundle } from './lifecycle/bundle';
import { publish } from './lifecycle/publish';
import { checkCaller, checkReason } from './lifecycle/request-fields';
import type { Bundle, Caller, ManifestSummary, RegistryApi, TenantPolicy } from './registry-api';
import type { CheckAgent } from './rules/check-content';
import { ManifestIndex } from './resolve/manifest-words';
import { rankMatches } from './resolve/rank-matches';
import { diffManifests } from './rules/diff-manifests';
import { removeFlag, setFlag, setPolicy } from './settings/flags';
import { decideRollouts, reportMetrics, startRollout, steerRollout, storedRollouts, isUnderWay } from './settings/rollout-changes';
import { openStore, type Store } from './store/open-store';
import type { Connection, Database } from './store/tables';

export interface OpenRegistry {
	/** `postgres://…`, or the path of a SQLite file. */
	database: string;
	/** The first edition of the root, as in root.jwt, for a database that has none; of one that has, it has to be an edition of the same root. */
	root?: string;
	/** Snapshot keys; the one that the root of today names signs. */
	keys: readonly SnapshotSigner[];
	/** The rules of agents, which are core's; without them a definition is held against its manifest alone. */
	checkAgent?: CheckAgent;
	clock?: () => number;
}

/** The registry on its database. */
export interface Registry extends RegistryApi {
	/** Puts into the audit what is done or refused outside of the database. */
	record: RecordInAudit;
	/** Begins what happens by time: snapshots are renewed, rollouts go on. */
	start(): void;
	/** What happens by time, now. */
	tick(): Promise<void>;
	/** @throws TroupeError REGISTRY_NOT_READY: without a database that answers, a root, or a snapshot key */
	ready(): Promise<void>;
	/** When what was begun is done. */
	close(): Promise<void>;
}

/** Without a refusal it was done. */
export type RecordInAudit = (caller: Caller, name: ChangeName, refusal?: TroupeError) => Promise<void>;

/** @throws TroupeError REGISTRY_NOT_READY, TOKEN_INVALID, STATE_CONFLICT when `root` is another one than the database holds */
export async function openRegistry({ database, ...options }: OpenRegistry): Promise<Registry> {
	return registryOn(await openStore(database), options);
}

/** On a store that is open already, and is closed with it. */
export async function registryOn(
	store: Store,
	{ root, keys, checkAgent, clock = Date.now }: Omit<OpenRegistry, 'database'>,
): Promise<Registry> {
	const registry = new StoredRegistry(store, keys, clock, checkAgent);
	try {
		if (root !== undefined) await registry.pinRoot(root);
		return registry;
	} catch (error) {
		await registry.close();
		throw error;
	}
}

const tickEveryMs = 15_000;
const mostTenants = 10_000;

class StoredRegistry implements Registry {
	readonly #roots: RootKeeper;
	readonly #feed: EventFeed;
	readonly #snapshots: SnapshotReader;
	readonly #changes = new Map<string, TenantChanges>();
	readonly #index = new ManifestIndex();
	readonly #parts: ChangeParts;
	#timer: NodeJS.Timeout | undefined;
	#ticking: Promise<void> | undefined;

	constructor(
		private readonly store: Store,
		signers: readonly SnapshotSigner[],
		private readonly clock: () => number,
		private readonly checkAgent: CheckAgent | undefined,
	) {
		this.#roots = new RootKeeper(clock);
		this.#feed = new EventFeed(store);
		this.#snapshots = new SnapshotReader({ store, clock, root: () => this.#root(), renew: (tenant) => this.#renew(tenant) });
		this.#parts = {
			store,
			signers,
			clock,
			rootIn: (connection) => this.#roots.current(connection),
			committed: (tenant, snapshot) => {
				if (snapshot) this.#snapshots.put(tenant, snapshot);
				this.#feed.wake(tenant);
			},
		};
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
		return this.#read(caller, (connection, threshold) => manifestAnswer(connection, threshold, sha256));
	}

	fileList(caller: Caller, sha256: string) {
		return this.#read(caller, (connection) => readFileList(connection, sha256));
	}

	publish: RegistryApi['publish'] = (caller, request) =>
		this.#changeManifest(caller, { action: 'manifest.publish', object: hashOf(request.token) }, (change) =>
			publish(change, request, { checkAgent: this.checkAgent }),
		);

	approve: RegistryApi['approve'] = (caller, sha256, request) =>
		this.#changeManifest(caller, { action: 'manifest.approve', object: sha256 }, async (change) => {
			await approve(change, sha256, request);
			return sha256;
		});

	deprecate: RegistryApi['deprecate'] = (caller, sha256, request) =>
		this.#changeManifest(caller, { action: 'manifest.deprecate', object: sha256 }, async (change) => {
			checkReason(request);
			await deprecate(change, sha256, request);
			return sha256;
		});

	revoke: RegistryApi['revoke'] = (caller, sha256, request) =>
		this.#changeManifest(caller, { action: 'manifest.revoke', object: sha256 }, async (change) => {
			checkReason(request);
			await revoke(change, sha256, request);
			return sha256;
		});

	rollBack: RegistryApi['rollBack'] = (caller, request) =>
		this.#changeManifest(caller, { action: 'manifest.roll-back', object: request.name }, (change) => {
			checkReason(request);
			return rollBack(change, request);
		});

	list: RegistryApi['list'] = (caller, filter) =>
		this.#read(caller, (connection, threshold) => listManifests(connection, threshold, filter));

	resolve: RegistryApi['resolve'] = (caller, request) =>
		this.#read(caller, async (connection, threshold) => {
			const known = await candidates(connection, threshold, request);
			const matches = rankMatches(request, known, await storedRollouts(connection), this.#index);
			const shown = await withApprovals(
				connection,
				matches.map(({ manifest }) => manifest),
			);
			return matches.map((match, place) => ({ ...match, manifest: shown[place]! }));
		});

	diff: RegistryApi['diff'] = (caller, from, to) =>
		this.#read(caller, async (connection) => {
			const [before, after] = [await readDocument(connection, from), await readDocument(connection, to)];
			return diffManifests(before, after);
		});

	setFlag: RegistryApi['setFlag'] = (caller, flag) =>
		this.#change(caller, { action: 'flag.set', object: flag.name }, (change) => setFlag(change, flag));

	removeFlag: RegistryApi['removeFlag'] = (caller, name) =>
		this.#change(caller, { action: 'flag.remove', object: name }, (change) => removeFlag(change, name));

	setPolicy: RegistryApi['setPolicy'] = (caller, policy) =>
		this.#change(caller, { action: 'policy.set', object: 'policy' }, (change) => Promise.resolve(setPolicy(change, policy)));

	policy: RegistryApi['policy'] = (caller) =>
		this.#read(caller, async (connection) => {
			const head = await connection.selectFrom('tenants').select('policy').executeTakeFirst();
			return JSON.parse(head?.policy ?? '{}') as TenantPolicy;
		});

	startRollout: RegistryApi['startRollout'] = (caller, request) =>
		this.#change(caller, { action: 'rollout.start', object: request.id ?? request.name }, (change) => startRollout(change, request));

	rollouts: RegistryApi['rollouts'] = (caller) => this.#read(caller, (connection) => storedRollouts(connection));

	steerRollout: RegistryApi['steerRollout'] = (caller, id, action, request) =>
		this.#change(caller, { action: `rollout.${action}`, object: id }, (change) => {
			checkReason(request);
			return steerRollout(change, id, action, request);
		});

	reportMetrics: RegistryApi['reportMetrics'] = (caller, id, report) =>
		this.#change(caller, { action: 'rollout.report', object: id }, (change) => reportMetrics(change, id, report));

	audit: RegistryApi['audit'] = (caller, filter) => this.#read(caller, (connection) => readAudit(connection, caller.tenant, filter));

	events: RegistryApi['events'] = (caller, after, signal, { follow = true } = {}) => {
		checkCaller(caller);
		return this.#feed.listen(caller.tenant, after, signal, follow);
	};

	record: RecordInAudit = async (caller, name, refusal) => {
		try {
			await this.#change(caller, name, async (change) => {
				if (refusal) throw refusal;
				change.note({});
			});
		} catch (error) {
			if (error !== refusal) throw error;
		}
	};

	async addRoot(caller: Caller, tokens: string) {
		const edition = await this.#change(caller, { action: 'root.add', object: 'root' }, async (change) => {
			const { edition: added, isNew } = await this.#roots.add(change.connection, tokens);
			if (isNew) {
				change.event('root.added', { version: String(added.version) });
				change.note({ version: added.version });
			}
			return added;
		});
		// Its snapshot key may be another one: what is held was looked at under the edition before.
		this.#snapshots.forget();
		return edition;
	}

	exportBundle: RegistryApi['exportBundle'] = async (caller, { validForSeconds } = {}) => {
		if (validForSeconds !== undefined) return this.#exportOffline(caller, validForSeconds);
		const { token } = (await this.snapshot(caller))!;
		const roots = await this.roots(1);
		return this.#read(caller, (connection) => readBundle(connection, caller.tenant, roots, token));
	};

	/** The bundle is read where its snapshot is issued: both say the same. */
	#exportOffline(caller: Caller, validForSeconds: number): Promise<Bundle> {
		return this.#change(caller, { action: 'bundle.export', object: 'bundle' }, async (change) => {
			const snapshot = await issueOfflineSnapshot(change, this.#parts.signers, validForSeconds);
			const roots = await this.#roots.editions(change.connection, 1);
			return readBundle(change.connection, caller.tenant, roots, snapshot);
		});
	}

	importBundle: RegistryApi['importBundle'] = (caller, bundle) =>
		this.#change(caller, { action: 'bundle.import', object: bundle.tenant }, (change) =>
			importBundle(change, this.#roots, bundle, this.checkAgent),
		);

	start(): void {
		this.#timer ??= setInterval(() => {
			// What fails is tried again at the next turn, and said by who reads or changes meanwhile.
			this.tick().catch((error: unknown) => process.emitWarning(messageOf(error), { code: 'TROUPE_REGISTRY' }));
		}, tickEveryMs).unref();
	}

	tick(): Promise<void> {
		return (this.#ticking ??= this.#tick().finally(() => (this.#ticking = undefined)));
	}

	async ready(): Promise<void> {
		signerUnder(await this.#root(), this.#parts.signers);
	}

	async close(): Promise<void> {
		clearInterval(this.#timer);
		await this.#ticking?.catch(() => undefined); // who began it was told
		await Promise.all([...this.#changes.values()].map((changes) => changes.settled()));
		await this.#feed.close();
		await this.store.close();
	}

	/** The root that the registry was started with: the first of a new database, one of the editions of another. */
	async pinRoot(tokens: string): Promise<void> {
		await this.store.global((connection) => this.#roots.pin(connection, tokens));
	}

	async #tick(): Promise<void> {
		const root = await this.#root();
		for (const tenant of this.#snapshots.tenants()) {
			const caller = { tenant, subject: 'registry' };
			const { snapshot, rollouts } = await this.store.read(tenant, async (connection) => ({
				snapshot: await currentSnapshot(connection),
				rollouts: await storedRollouts(connection),
			}));
			if (rollouts.some(isUnderWay)) await this.#change(caller, { action: 'rollout.decide', object: 'rollouts' }, decideRollouts);
			if (needsRenewal(snapshot, root, this.clock())) await this.#renew(tenant);
		}
	}

	/** Looked at again in the transaction: of several processes, one renews. */
	async #renew(tenant: string): Promise<void> {
		const caller = { tenant, subject: 'registry' };
		await this.#change(caller, { action: 'snapshot.renew', object: 'snapshot' }, async (change) => {
			if (needsRenewal(await currentSnapshot(change.connection), change.root, change.nowMs)) change.touchSnapshot();
		});
	}

	#root(): Promise<TrustedRoot> {
		return this.store.global((connection) => this.#roots.current(connection));
	}

	async #read<Result>(caller: Caller, work: (connection: Database | Connection, threshold: number) => Promise<Result>): Promise<Result> {
		checkCaller(caller);
		return this.store.read(caller.tenant, async (connection) => {
			const root = await this.#roots.current(connection);
			return work(connection, root.document.roles.approver.threshold);
		});
	}

	async #change<Result>(caller: Caller, name: ChangeName, work: (change: Change) => Promise<Result>): Promise<Result> {
		checkCaller(caller);
		const { tenant } = caller;
		const known = this.#changes.get(tenant);
		const changes = known ?? new TenantChanges(tenant, this.#parts);
		if (!known) {
			if (this.#changes.size >= mostTenants) this.#changes.delete(this.#changes.keys().next().value!);
			this.#changes.set(tenant, changes);
		}
		return changes.make(caller, name, work);
	}

	#changeManifest(caller: Caller, name: ChangeName, work: (change: Change) => Promise<string>): Promise<ManifestSummary> {
		return this.#change(caller, name, async (change) => {
			const sha256 = await work(change);
			return summaryOf(change.connection, change.root.document.roles.approver.threshold, sha256);
		});
	}
}

const hashOf = (token: string) => createHash('sha256').update(token, 'latin1').digest('hex');
