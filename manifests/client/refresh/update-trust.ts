import { isTroupeError } from '../../../core/base/errors';
import type { RootBytes } from '../../trust/root/root-chain';
import type { TrustStore } from '../../trust/trust-store';
import type { CacheFolder } from './cache-folder';
import { fetchMissing, listMissing } from './fetch-missing';
import { fetchRoots, openTrustStore, type TrustInputs } from './fetch-roots';
import { asksForLaterRoot, fetchSnapshot } from './fetch-snapshot';
import type { RegistryReader } from '../registry-reader';
import type { TrustedSnapshot } from '../../trust/trust-rules';

/** Interval of root requests, in addition to new snapshots, hints and unknown keys. */
const rootsEveryMs = 60 * 60_000;

/** Multiplies the budget after a later root: it can ask for other approvals of everything. */
const rootBudgetFactor = 5;

interface UpdateContext {
	http: RegistryReader;
	cache: CacheFolder;
	inputs: TrustInputs;
	tenant: string;
	startedAt: number;
	rootsDue: boolean;
	refuse: (error: unknown) => void;
	countUses: (sha256: string) => number;
	/** Then the snapshot is written and slow manifests follow: they must not delay a revocation. */
	budgetMs: number;
	signal: AbortSignal;
}

interface Updated {
	snapshot: TrustedSnapshot;
	changed: boolean;
	warming: Promise<{ left: number; fault?: unknown }>;
}

/**
 * Follows the TUF client workflow: later roots (5.3), the snapshot (5.4, 5.5), then its documents (5.6). Each is verified before it is written; roots
 * and snapshot are written last, so that their documents are there when they come into force. A later root comes into force even if the rest fails.
 * @throws TroupeError TRUST_ROOT_MISSING, REGISTRY_UNREACHABLE, ACCESS_DENIED, TOKEN_INVALID, MANIFEST_ROLLED_BACK, MANIFEST_STALE
 */
export async function updateTrust(context: UpdateContext): Promise<Updated> {
	const roots = new LaterRoots(context);
	try {
		return await updateUnder(roots, context);
	} finally {
		roots.write();
	}
}

async function updateUnder(roots: LaterRoots, context: UpdateContext): Promise<Updated> {
	const { cache, http, inputs, tenant, startedAt, signal } = context;
	const state = cache.readCheck();
	if (context.rootsDue || Math.abs(startedAt - state.rootsCheckedAt) >= rootsEveryMs) await roots.tryFetch();
	const trust = () => roots.trust();
	const ask = () => fetchSnapshot(http, cache, trust, { tenant, state, nowMs: inputs.nowMs, signal });

	let current = await ask().catch(async (error: unknown) => {
		if (!asksForLaterRoot(error) || roots.wasFetched) throw error;
		await roots.fetch();
		return ask();
	});
	if (current.changed && !roots.wasFetched && (await roots.tryFetch())) {
		// The later edition may have removed the key of this snapshot.
		current = { ...current, snapshot: (await trust()).verifySnapshot(`tenants/${tenant}/snapshot`, current.token, 'registry') };
	}
	const { snapshot, token, changed, etag } = current;
	const missing = { http, cache, trust: await trust(), refuse: context.refuse, signal };
	const warming = fetchMissing(missing, listMissing(missing, snapshot.document, context.countUses));
	await within(context.budgetMs * (roots.areReceived ? rootBudgetFactor : 1), warming);
	roots.write();
	if (changed) cache.writeSnapshot(token);
	// Reads from disk, as every gate does, and notes the snapshot as accepted.
	openTrustStore(inputs).snapshot();
	cache.writeCheck({ attemptedAt: startedAt, checkedAt: startedAt, rootsCheckedAt: roots.checkedAt, etag, sha256: snapshot.sha256 });
	return { snapshot, changed, warming };
}

class LaterRoots {
	wasFetched = false;
	readonly #context: UpdateContext;
	#checkedAt: number;
	#trust?: TrustStore;
	#received: ReadonlyMap<number, RootBytes> = new Map();

	constructor(context: UpdateContext) {
		this.#context = context;
		this.#checkedAt = context.cache.readCheck().rootsCheckedAt;
	}

	get checkedAt(): number {
		return this.#checkedAt;
	}

	get areReceived(): boolean {
		return this.#received.size > 0;
	}

	/** The files on disk may be too old while the registry has newer ones. */
	async trust(): Promise<TrustStore> {
		if (this.#trust !== undefined) return this.#trust;
		try {
			this.#trust = this.#open();
		} catch (error) {
			if (this.wasFetched || !isTroupeError(error) || error.code === 'TRUST_ROOT_MISSING') throw error;
			await this.fetch();
			this.#trust = this.#open();
		}
		return this.#trust;
	}

	#open(): TrustStore {
		const { folders, rules, nowMs } = this.#context.inputs;
		return openTrustStore({ folders, rules: { ...rules, receivedRoots: this.#received }, nowMs });
	}

	async fetch(): Promise<void> {
		const { http, inputs, signal, startedAt } = this.#context;
		this.wasFetched = true;
		this.#received = await fetchRoots(http, inputs, signal);
		this.#trust = undefined;
		this.#checkedAt = startedAt;
	}

	write(): void {
		for (const [number, { bytes }] of this.#received) this.#context.cache.writeRoot(number, bytes);
		this.#received = new Map();
	}

	/** If the next root fails, updates under the current root still apply. */
	async tryFetch(): Promise<boolean> {
		try {
			await this.fetch();
			return true;
		} catch (error) {
			this.#context.refuse(error);
			return false;
		}
	}
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
	let timer: NodeJS.Timeout | undefined;
	const timeout = new Promise<void>((resolve) => {
		timer = setTimeout(resolve, ms).unref();
	});
	try {
		await Promise.race([work, timeout]);
	} finally {
		clearTimeout(timer);
	}
}
