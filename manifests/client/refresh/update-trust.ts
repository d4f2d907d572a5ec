import { isTroupeError } from '../../../core/base/errors';
import type { TrustedSnapshot, TrustStore } from '../../trust/trust-store';
import type { CacheFolder } from './cache-folder';
import { fetchMissing, missingEntries } from './fetch-missing';
import { fetchRoots, openTrustStore, type TrustInputs } from './fetch-roots';
import { asksForLaterRoot, fetchSnapshot } from './fetch-snapshot';
import type { RegistryHttp } from '../registry-reader';

/** Later roots are asked for this often, besides with each new snapshot, on the registry's hint, and when a key is unknown. */
const rootsEveryMs = 60 * 60_000;

interface UpdateContext {
	http: RegistryHttp;
	cache: CacheFolder;
	inputs: TrustInputs;
	tenant: string;
	/** When this refresh began, by the wall. */
	startedAt: number;
	/** The registry hinted at a new root. */
	rootsDue: boolean;
	/** Told of what was refused without ending the refresh. */
	refuse: (error: unknown) => void;
	usesOf: (sha256: string) => number;
	/** A revocation is not held up by manifests that are slow to come: after this long the snapshot is written, and they follow. */
	budgetMs: number;
	signal: AbortSignal;
}

interface Updated {
	snapshot: TrustedSnapshot;
	changed: boolean;
	/** The fetching of manifests that goes on. */
	warming: Promise<{ left: number; fault?: unknown }>;
}

/**
 * One update, in the order of the TUF specification's client workflow: later roots (5.3), the snapshot (5.4, 5.5), then what it names (5.6).
 * Each is verified by the trust store before it is written, and the snapshot is written last.
 * @throws TroupeError TRUST_ROOT_MISSING, REGISTRY_UNREACHABLE, ACCESS_DENIED, TOKEN_INVALID, MANIFEST_ROLLED_BACK, MANIFEST_STALE
 */
export async function updateTrust(context: UpdateContext): Promise<Updated> {
	const { cache, http, inputs, tenant, startedAt, signal } = context;
	const state = cache.readCheck();
	const roots = new LaterRoots(context, state.rootsCheckedAt);
	if (context.rootsDue || Math.abs(startedAt - state.rootsCheckedAt) >= rootsEveryMs) await roots.tryFetch();
	const trust = () => roots.trust();
	const ask = () => fetchSnapshot(http, cache, trust, { tenant, state, nowMs: inputs.nowMs, signal });

	let current = await ask().catch(async (error: unknown) => {
		if (!asksForLaterRoot(error) || roots.asked) throw error;
		await roots.fetch();
		return ask();
	});
	if (current.changed && !roots.asked && (await roots.tryFetch())) {
		// The later edition may have taken away the very key that signed this one.
		current = { ...current, snapshot: (await trust()).verifySnapshot(`tenants/${tenant}/snapshot`, current.token, 'registry') };
	}
	const { snapshot, token, changed, etag } = current;
	const missing = { http, cache, trust: await trust(), refuse: context.refuse, signal };
	const warming = fetchMissing(missing, missingEntries(missing, snapshot.document, context.usesOf));
	await within(context.budgetMs, warming);
	if (changed) cache.writeSnapshot(token);
	// Reads it from the disk, as every gate will, and notes it as accepted.
	openTrustStore(inputs).snapshot();
	cache.writeCheck({ attemptedAt: startedAt, checkedAt: startedAt, rootsCheckedAt: roots.checkedAt, etag, sha256: snapshot.sha256 });
	return { snapshot, changed, warming };
}

/** The root in force, with the later editions that the registry has. */
class LaterRoots {
	asked = false;
	readonly #context: UpdateContext;
	#checkedAt: number;
	#trust?: TrustStore;

	constructor(context: UpdateContext, checkedAt: number) {
		this.#context = context;
		this.#checkedAt = checkedAt;
	}

	get checkedAt(): number {
		return this.#checkedAt;
	}

	/** What is on the disk may be too old to be used, and the registry may have what follows. */
	async trust(): Promise<TrustStore> {
		if (this.#trust !== undefined) return this.#trust;
		try {
			this.#trust = openTrustStore(this.#context.inputs);
		} catch (error) {
			if (this.asked || !isTroupeError(error) || error.code === 'TRUST_ROOT_MISSING') throw error;
			await this.fetch();
			this.#trust = openTrustStore(this.#context.inputs);
		}
		return this.#trust;
	}

	async fetch(): Promise<void> {
		const { http, cache, inputs, signal, startedAt } = this.#context;
		this.asked = true;
		await fetchRoots(http, cache, inputs, signal);
		this.#trust = undefined;
		this.#checkedAt = startedAt;
	}

	/** A root that cannot be had, or is refused, is no reason to go without the news of the one in force. */
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

/** Waits for work, but not for long; the timer keeps no process alive. */
async function within(ms: number, work: Promise<unknown>): Promise<void> {
	let timer: NodeJS.Timeout | undefined;
	const patience = new Promise<void>((resolve) => {
		timer = setTimeout(resolve, ms).unref();
	});
	try {
		await Promise.race([work, patience]);
	} finally {
		clearTimeout(timer);
	}
}
