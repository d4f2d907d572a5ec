import { tryLock } from '../../trust/file-lock';
import type { CacheFolder } from './cache-folder';
import type { ClientSettings } from '../client-options';
import { createFault, type RegistryReader } from '../registry-reader';
import { updateTrust } from './update-trust';
import type { UsageCounts } from '../usage';

interface MachineRefreshParts {
	cache: CacheFolder;
	http: RegistryReader;
	usage: UsageCounts;
	onFault: (error: unknown) => void;
	stopped: AbortSignal;
}

const lockStepMs = 20;
const lockTimeoutMs = 20_000;

/** Runs one refresh at a time on this machine. */
export class MachineRefresh {
	rootsDue = false;
	readonly #settings: ClientSettings;
	readonly #parts: MachineRefreshParts;
	#warming = new AbortController();

	constructor(settings: ClientSettings, parts: MachineRefreshParts) {
		this.#settings = settings;
		this.#parts = parts;
	}

	/** `since`: a refresh by another process after this time is sufficient. @throws TroupeError as `updateTrust` does, and any disk error */
	async run(since: number): Promise<void> {
		this.#parts.cache.prepare();
		const release = await this.#lock(since);
		try {
			if (release !== undefined) await this.#update();
		} finally {
			release?.();
		}
	}

	async #lock(since: number): Promise<(() => void) | undefined> {
		const { cache } = this.#parts;
		const deadline = performance.now() + lockTimeoutMs;
		for (;;) {
			const release = tryLock(cache.lockFile);
			if (release !== undefined) {
				const { checkedAt } = cache.readCheck();
				if (checkedAt <= since || checkedAt > this.#settings.clock.now()) return release;
				release();
				return undefined;
			}
			if (performance.now() > deadline)
				throw createFault(cache.lockFile, 'timeout', 'another process of this machine has been waiting for its response for too long', {
					details: { expected: 'the turn of this process', actual: 'the turn of another process' },
				});
			await new Promise((resolve) => setTimeout(resolve, lockStepMs).unref());
		}
	}

	async #update(): Promise<void> {
		const { address, folders, rules = {}, tenant, clock, budgetMs } = this.#settings;
		const { cache, http, usage, onFault, stopped } = this.#parts;
		const startedAt = clock.now();
		const rootsDue = this.rootsDue;
		this.rootsDue = false;
		this.#warming.abort();
		this.#warming = new AbortController();
		const { warming } = await updateTrust({
			...{ http, cache, tenant, startedAt, rootsDue, budgetMs, refuse: onFault },
			inputs: { folders: { ...folders, registry: address.folder }, rules: { ...rules, tenant }, nowMs: startedAt },
			countUses: (sha256) => usage.count(sha256),
			signal: AbortSignal.any([stopped, this.#warming.signal]),
		});
		void warming.then(({ fault: trouble }) => {
			if (trouble !== undefined && !stopped.aborted) onFault(trouble);
		});
	}
}
