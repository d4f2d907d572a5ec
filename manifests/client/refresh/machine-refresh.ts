import { tryLock } from '../../trust/file-lock';
import type { CacheFolder } from './cache-folder';
import type { ClientSettings } from '../client-options';
import { fault, type RegistryHttp } from '../registry-reader';
import { updateTrust } from './update-trust';
import type { UsageCounts } from '../usage';

interface MachineRefreshParts {
	cache: CacheFolder;
	http: RegistryHttp;
	usage: UsageCounts;
	/** Told of what was refused without ending the refresh. */
	tell: (error: unknown) => void;
	/** Ends what is under way. */
	stopped: AbortSignal;
}

const lockStepMs = 20;
const lockPatienceMs = 20_000;

/** Brings the trust folder up to date, one refresh at a time on this machine. */
export class MachineRefresh {
	/** The registry hinted at a new root. */
	rootsDue = false;
	readonly #settings: ClientSettings;
	readonly #parts: MachineRefreshParts;
	#warming = new AbortController();

	constructor(settings: ClientSettings, parts: MachineRefreshParts) {
		this.#settings = settings;
		this.#parts = parts;
	}

	/**
	 * `since`: what another process brought after then will do.
	 * @throws TroupeError as `updateTrust` does, and whatever a disk refuses
	 */
	async run(since: number): Promise<void> {
		this.#parts.cache.prepare();
		const release = await this.#lock(since);
		try {
			if (release !== undefined) await this.#update();
		} finally {
			release?.();
		}
	}

	/** Undefined when another process brought the answer while we waited. */
	async #lock(since: number): Promise<(() => void) | undefined> {
		const { cache } = this.#parts;
		const deadline = performance.now() + lockPatienceMs;
		for (;;) {
			const release = tryLock(cache.lockFile);
			if (release !== undefined) {
				const { checkedAt } = cache.readCheck();
				if (checkedAt <= since || checkedAt > this.#settings.clock.now()) return release;
				release();
				return undefined;
			}
			if (performance.now() > deadline)
				throw fault(cache.lockFile, 'timeout', 'another process of this machine has been asking it for long', {
					details: { expected: 'the turn of this process', actual: 'the turn of another' },
				});
			await new Promise((resolve) => setTimeout(resolve, lockStepMs).unref());
		}
	}

	async #update(): Promise<void> {
		const { address, folders, rules = {}, tenant, clock, budgetMs } = this.#settings;
		const { cache, http, usage, tell, stopped } = this.#parts;
		const startedAt = clock.now();
		const rootsDue = this.rootsDue;
		this.rootsDue = false;
		this.#warming.abort();
		this.#warming = new AbortController();
		const { warming } = await updateTrust({
			...{ http, cache, tenant, startedAt, rootsDue, budgetMs, refuse: tell },
			inputs: { folders: { ...folders, registry: address.folder }, rules: { ...rules, tenant }, nowMs: startedAt },
			usesOf: (sha256) => usage.of(sha256),
			signal: AbortSignal.any([stopped, this.#warming.signal]),
		});
		void warming.then(({ fault: trouble }) => {
			if (trouble !== undefined && !stopped.aborted) tell(trouble);
		});
	}
}
