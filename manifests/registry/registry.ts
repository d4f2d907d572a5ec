import { createHash } from 'node:crypto';
import { type Mark, noMark } from '../../core/base/sealed-rows';
import type { WakeUps } from '../../core/ports/runs/wake-ups';
import type { Grant } from './access/access-claims';
import { readRevocations, type Revocations } from './access/revocable-access';
import { listTokens, noteUse, revokeTokens } from './access/token-register';
import { checkAudit } from './changes/audit-seal';
import type { TrustedRoot } from './changes/change';
import { EventFeed } from './changes/event-feed';
import { issueOfflineSnapshot } from './changes/issue-offline-snapshot';
import { signerUnder } from './changes/issue-snapshot';
import { checkCaller, checkReason } from './changes/request-fields';
import { RootKeeper } from './changes/root-keeper';
import { SnapshotReader } from './changes/snapshot-reader';
import type { SnapshotSigner } from './changes/snapshot-signer';
import { TenantWork, type RecordInAudit } from './changes/tenant-work';
import { readDocument, readFileList } from './find/read-documents';
import { listManifests } from './find/list-manifests';
import { readAudit } from './find/read-audit';
import { manifestAnswer } from './find/summaries';
import { approve } from './lifecycle/approve';
import { deprecate, revoke, revokeVersion, rollBack } from './lifecycle/change-state';
import { importBundle, readBundle } from './lifecycle/exchange-bundle';
import { publish } from './lifecycle/publish';
import { TimedChanges } from './timed-changes';
import type { Bundle, Caller, RegistryApi } from './registry-api';
import type { CheckContent } from './rules/check-content';
import { ManifestIndex } from './resolve/manifest-words';
import { resolveManifests } from './resolve/resolve-manifests';
import { diffManifests } from './rules/diff-manifests';
import { removeFlag, setFlag } from './settings/change-flags';
import { readPolicy, setPolicy } from './settings/change-policy';
import { reportMetrics, startRollout, steerRollout, storedRollouts } from './settings/rollout-changes';
import { openStore } from './store/open-store';
import type { Store } from './store/store';

interface OpenRegistry {
	/** `postgres://…`, or the path of a SQLite file. */
	database: string;
	/** The first edition of the root, as in root.jwt, for a database that has none; of one that has, it has to be an edition of the same root. */
	root?: string;
	/** Snapshot keys; the one that the root of today names signs. */
	keys: readonly SnapshotSigner[];
	/** The rules of agents, which are core's; without them a definition is held against its manifest alone. */
	checkContent?: CheckContent;
	clock?: () => number;
	/** Seals the audit with the key of the installation; without it, changes of its rows stay unseen. */
	mark?: Mark;
	/** Tell other processes of changes, besides the database. */
	wakeUps?: WakeUps;
}

/** The registry on its database. */
export interface Registry extends RegistryApi {
	/** Puts into the audit what is done or refused outside of the database. */
	record: RecordInAudit;
	/** Reads what ended access tokens of a tenant before their time. */
	revocations(tenant: string): Promise<Revocations>;
	/** Notes that an access token is in use. */
	noteUse(grant: Grant): Promise<void>;
	/** Begins what happens by time: snapshots are renewed, rollouts go on. */
	start(): void;
	/** Runs the changes that are due. */
	tick(): Promise<void>;
	/** @throws TroupeError REGISTRY_NOT_READY: without a database that answers, a root, or a snapshot key */
	ready(): Promise<void>;
	/** Resolves when all begun work is done. */
	close(): Promise<void>;
}

/** @throws TroupeError REGISTRY_NOT_READY, TOKEN_INVALID, STATE_CONFLICT when `root` is another one than the database holds */
export async function openRegistry({ database, ...options }: OpenRegistry): Promise<Registry> {
	return registryOn(await openStore(database), options);
}

/** On a store that is open already, and is closed with it. */
export async function registryOn(
	store: Store,
	{ root, keys, checkContent, clock = Date.now, mark = noMark, wakeUps }: Omit<OpenRegistry, 'database'>,
): Promise<Registry> {
	const registry = new StoredRegistry(store, keys, checkContent, { clock, mark, wakeUps });
	try {
		if (root !== undefined) await registry.pinRoot(root);
		return registry;
	} catch (error) {
		await registry.close();
		throw error;
	}
}

class StoredRegistry implements Registry {
	readonly #roots: RootKeeper;
	readonly #feed: EventFeed;
	readonly #snapshots: SnapshotReader;
	readonly #work: TenantWork;
	readonly #timedChanges: TimedChanges;
	readonly #mark: Mark;
	readonly #index = new ManifestIndex();

	constructor(
		private readonly store: Store,
		private readonly signers: readonly SnapshotSigner[],
		private readonly checkContent: CheckContent | undefined,
		{ clock, mark, wakeUps }: { clock: () => number; mark: Mark; wakeUps?: WakeUps },
	) {
		this.#mark = mark;
		const root = () => this.#root();
		this.#roots = new RootKeeper(clock);
		this.#feed = new EventFeed(store, wakeUps);
		this.#snapshots = new SnapshotReader({ store, clock, root, renew: (tenant) => this.#timedChanges.renew(tenant) });
		this.#work = new TenantWork({
			store,
			signers,
			clock,
			mark,
			rootIn: (connection) => this.#roots.current(connection),
			committed: (tenant, snapshot, events) => {
				if (snapshot) this.#snapshots.put(tenant, snapshot);
				this.#feed.offer(tenant, events);
			},
		});
		this.#timedChanges = new TimedChanges({ work: this.#work, clock, root, tenants: () => this.#snapshots.tenants() });
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
		this.#work.changeManifest(caller, { action: 'manifest.publish', object: findHash(request.token) }, (change) =>
			publish(change, request, { checkContent: this.checkContent }),
		);

	approve: RegistryApi['approve'] = (caller, sha256, request) =>
		this.#work.changeManifest(caller, { action: 'manifest.approve', object: sha256 }, async (change) => {
			await approve(change, sha256, request);
			return sha256;
		});

	deprecate: RegistryApi['deprecate'] = (caller, sha256, request) =>
		this.#work.changeManifest(caller, { action: 'manifest.deprecate', object: sha256 }, async (change) => {
			checkReason(request);
			await deprecate(change, sha256, request);
			return sha256;
		});

	revoke: RegistryApi['revoke'] = (caller, sha256, request) =>
		this.#work.changeManifest(caller, { action: 'manifest.revoke', object: sha256 }, async (change) => {
			checkReason(request);
			await revoke(change, sha256, request);
			return sha256;
		});

	revokeVersion: RegistryApi['revokeVersion'] = (caller, request) =>
		this.#work.changeManifests(caller, { action: 'manifest.revoke-version', object: describeName(request) }, (change) => {
			checkReason(request);
			return revokeVersion(change, request);
		});

	rollBack: RegistryApi['rollBack'] = (caller, request) =>
		this.#work.changeManifest(caller, { action: 'manifest.roll-back', object: request.name }, (change) => {
			checkReason(request);
			return rollBack(change, request);
		});

	list: RegistryApi['list'] = (caller, filter) => this.#work.read(caller, (connection, judge) => listManifests(connection, judge, filter));

	resolve: RegistryApi['resolve'] = (caller, request) =>
		this.#work.read(caller, (connection, judge) => resolveManifests(connection, judge, request, this.#index));

	diff: RegistryApi['diff'] = (caller, from, to) =>
		this.#work.read(caller, async (connection) => {
			const [before, after] = [await readDocument(connection, from), await readDocument(connection, to)];
			return diffManifests(before, after);
		});

	setFlag: RegistryApi['setFlag'] = (caller, flag) =>
		this.#work.change(caller, { action: 'flag.set', object: flag.name }, (change) => setFlag(change, flag));

	removeFlag: RegistryApi['removeFlag'] = (caller, name) =>
		this.#work.change(caller, { action: 'flag.remove', object: name }, (change) => removeFlag(change, name));

	setPolicy: RegistryApi['setPolicy'] = (caller, policy) =>
		this.#work.change(caller, { action: 'policy.set', object: 'policy' }, (change) => Promise.resolve(setPolicy(change, policy)));

	policy: RegistryApi['policy'] = (caller) => this.#work.read(caller, readPolicy);

	startRollout: RegistryApi['startRollout'] = (caller, request) =>
		this.#work.change(caller, { action: 'rollout.start', object: request.id ?? request.name }, (change) => startRollout(change, request));

	rollouts: RegistryApi['rollouts'] = (caller) => this.#work.read(caller, (connection) => storedRollouts(connection));

	steerRollout: RegistryApi['steerRollout'] = (caller, id, action, request) =>
		this.#work.change(caller, { action: `rollout.${action}`, object: id }, (change) => {
			checkReason(request);
			return steerRollout(change, id, action, request);
		});

	reportMetrics: RegistryApi['reportMetrics'] = (caller, id, report) =>
		this.#work.change(caller, { action: 'rollout.report', object: id }, (change) => reportMetrics(change, id, report));

	audit: RegistryApi['audit'] = (caller, filter) => this.#work.read(caller, (connection) => readAudit(connection, caller.tenant, filter));

	checkAudit: RegistryApi['checkAudit'] = async (caller) => {
		await this.#mark(''); // Opens the key before the transaction.
		return this.#work.read(caller, (connection) => checkAudit(connection, caller.tenant, this.#mark));
	};

	events: RegistryApi['events'] = (caller, after, signal, { follow = true } = {}) => {
		checkCaller(caller);
		return this.#feed.listen(caller.tenant, after, signal, follow);
	};

	revocations(tenant: string): Promise<Revocations> {
		return this.store.read(tenant, async (connection) => readRevocations(connection, await this.#roots.current(connection)));
	}

	noteUse(grant: Grant): Promise<void> {
		return this.#work.change(grant.caller, { action: 'token.use', object: grant.id ?? '' }, (change) => noteUse(change, grant));
	}

	tokens: RegistryApi['tokens'] = (caller) => this.#work.read(caller, (connection, { nowMs }) => listTokens(connection, nowMs));

	revokeTokens: RegistryApi['revokeTokens'] = (caller, request) =>
		this.#work.change(caller, { action: 'token.revoke', object: request.id ?? request.subject ?? '' }, (change) =>
			revokeTokens(change, request),
		);

	record: RecordInAudit = (caller, name, refusal) => this.#work.record(caller, name, refusal);

	async addRoot(caller: Caller, tokens: string) {
		const edition = await this.#work.change(caller, { action: 'root.add', object: 'root' }, async (change) => {
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
		return this.#work.read(caller, (connection) => readBundle(connection, caller.tenant, roots, token));
	};

	/** The bundle is read where its snapshot is issued: both say the same. */
	#exportOffline(caller: Caller, validForSeconds: number): Promise<Bundle> {
		return this.#work.change(caller, { action: 'bundle.export', object: 'bundle' }, async (change) => {
			const snapshot = await issueOfflineSnapshot(change, this.signers, validForSeconds);
			const roots = await this.#roots.editions(change.connection, 1);
			return readBundle(change.connection, caller.tenant, roots, snapshot);
		});
	}

	importBundle: RegistryApi['importBundle'] = (caller, bundle) =>
		this.#work.change(caller, { action: 'bundle.import', object: bundle.tenant }, (change) =>
			importBundle(change, this.#roots, bundle, this.checkContent),
		);

	start = () => this.#timedChanges.start();

	tick = () => this.#timedChanges.tick();

	async ready(): Promise<void> {
		signerUnder(await this.#root(), this.signers);
	}

	async close(): Promise<void> {
		await this.#timedChanges.stop();
		await this.#work.settled();
		await this.#feed.close();
		await this.store.close();
	}

	/** The root that the registry was started with: the first of a new database, one of the editions of another. */
	async pinRoot(tokens: string): Promise<void> {
		await this.store.global((connection) => this.#roots.pin(connection, tokens));
	}

	#root(): Promise<TrustedRoot> {
		return this.store.global((connection) => this.#roots.current(connection));
	}
}

const findHash = (token: string) => createHash('sha256').update(token, 'latin1').digest('hex');
const describeName = ({ name, version }: { name: string; version: string }) => `${name}@${version}`.slice(0, 300);
