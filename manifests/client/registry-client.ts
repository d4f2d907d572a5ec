import { isTroupeError, messageOf, TroupeError } from '../../core/errors';
import { systemClock, type Clock } from '../../core/ports';
import { tryLock } from '../trust/file-lock';
import type { TrustFolders } from '../trust/trust-folders';
import type { TrustRules } from '../trust/trust-store';
import { CacheFolder } from './cache-folder';
import { EventStream, type EventStreamOptions } from './event-stream';
import { HintLimit, type HintLimits } from './hint-limit';
import { fault, RegistryHttp } from './registry-http';
import type { RegistryAddress } from './registry-settings';
import { updateTrust } from './update-trust';
import { UsageCounts } from './usage';

export interface RegistryClientOptions {
	address: RegistryAddress;
	tenant: string;
	/** Where trust comes from besides the registry; its root vouches for all that the registry says. */
	folders: Pick<TrustFolders, 'pinned' | 'named' | 'bundled'>;
	rules?: TrustRules;
	clock?: Clock;
	/** Told of each fault and each refused document; nothing is thrown into the host. */
	onFault?: (error: unknown) => void;
	/** How long an answer is good. Default 300 s. */
	ttlMs?: number;
	/** After a failure, how long until the registry is asked again. Default 30 s. */
	retryMs?: number;
	/** How long a decision waits for the registry when the cache is not fresh. Default 5 s. */
	patienceMs?: number;
	/** How long the snapshot waits for the manifests that it names. Default 1 s. */
	budgetMs?: number;
	/** How long one answer of the registry may take. Default 60 s; documents have shorter bounds of their own. */
	answerMs?: number;
	hintLimits?: HintLimits;
	/** How soon after `start` events are followed; a command that is over by then opens no stream. Default 0.5 s. */
	eventsAfterMs?: number;
	events?: Partial<Pick<EventStreamOptions, 'silenceMs' | 'firstWaitMs' | 'longestWaitMs' | 'bytesPerMinute'>>;
}

/** Keeps a trust folder up to date with a registry. It decides nothing: whoever decides reads the folder through the trust store. */
export interface RegistryClient {
	/** The trust folder. */
	readonly folder: string;
	/** Why the last attempt failed; undefined after one that did not. */
	readonly lastError: TroupeError | undefined;
	/** Whether events are being received. */
	readonly connected: boolean;
	/** Undefined while what is on the disk was checked within the TTL, else the wait for the registry, which is bounded and never fails. */
	fresh(): Promise<void> | undefined;
	/** Asks the registry now, or joins whoever does. Never fails: see `lastError`. */
	refresh(): Promise<void>;
	/** Something may have changed: an event, a webhook. Any number of hints cause few requests. */
	hint(type?: string): void;
	/** Counts a use: the documents used most are fetched first. */
	used(sha256: string): void;
	/** Polls, and follows events, until `stop`. Keeps no process alive. */
	start(): void;
	stop(): void;
}

export function openRegistryClient(options: RegistryClientOptions): RegistryClient {
	return new PollingClient(options);
}

const lockStepMs = 20;
const lockPatienceMs = 20_000;

class PollingClient implements RegistryClient {
	readonly #options: Required<Omit<RegistryClientOptions, 'hintLimits' | 'events' | 'rules'>> & RegistryClientOptions;
	readonly #cache: CacheFolder;
	readonly #http: RegistryHttp;
	readonly #hints: HintLimit;
	readonly #events: EventStream;
	readonly #usage: UsageCounts;
	readonly #stopped = new AbortController();
	#warming = new AbortController();
	#lastError?: TroupeError;
	/** By the clock that cannot be set back. */
	#freshUntil = -Infinity;
	#refreshing?: Promise<void>;
	#rootsDue = false;
	#poll?: NodeJS.Timeout;
	#hinted?: NodeJS.Timeout;
	#starting?: NodeJS.Timeout;

	constructor(options: RegistryClientOptions) {
		this.#options = {
			clock: systemClock,
			onFault: () => undefined,
			ttlMs: 300_000,
			retryMs: 30_000,
			patienceMs: 5_000,
			budgetMs: 1_000,
			answerMs: 60_000,
			eventsAfterMs: 500,
			...options,
		};
		this.#cache = new CacheFolder(options.address.folder);
		this.#http = new RegistryHttp(options.address, this.#options.answerMs);
		this.#hints = new HintLimit(options.hintLimits);
		this.#usage = new UsageCounts(options.address.folder);
		this.#events = new EventStream(this.#http, { ...options.events, hint: (type) => this.hint(type), tell: (error) => this.#tell(error) });
	}

	get folder(): string {
		return this.#cache.path;
	}

	get lastError(): TroupeError | undefined {
		return this.#lastError;
	}

	get connected(): boolean {
		return this.#events.connected;
	}

	fresh(): Promise<void> | undefined {
		return performance.now() < this.#freshUntil ? undefined : this.#catchUp();
	}

	refresh(): Promise<void> {
		return this.#refresh(this.#options.clock.now());
	}

	hint(type?: string): void {
		if (type === 'root.added') this.#rootsDue = true;
		if (this.#hinted !== undefined || this.#stopped.signal.aborted) return;
		this.#hinted = setTimeout(() => {
			this.#hinted = undefined;
			this.#hints.take(performance.now());
			// A refresh that began before the hint may not have seen what it is about.
			const before = this.#cache.readCheck().sha256;
			void (this.#refreshing ?? Promise.resolve())
				.then(() => this.refresh())
				.then(() => this.#cache.readCheck().sha256 !== before && this.#hints.giveBack());
		}, this.#hints.waitMs(performance.now())).unref();
	}

	used(sha256: string): void {
		this.#usage.note(sha256);
	}

	start(): void {
		if (this.#poll !== undefined || this.#stopped.signal.aborted) return;
		this.#schedule();
		this.#starting = setTimeout(() => this.#events.start(), this.#options.eventsAfterMs).unref();
	}

	stop(): void {
		this.#stopped.abort();
		this.#warming.abort();
		for (const timer of [this.#poll, this.#hinted, this.#starting]) clearTimeout(timer);
		this.#events.stop();
		this.#http.close();
		this.#guard(() => this.#usage.save());
	}

	/** Another process of this machine may have asked meanwhile, or have failed just now. */
	#catchUp(): Promise<void> | undefined {
		const { ttlMs, retryMs, patienceMs, clock } = this.#options;
		if (this.#refreshing === undefined) {
			const { checkedAt, attemptedAt } = this.#cache.readCheck();
			const now = clock.now();
			const [checkedAgo, attemptedAgo] = [now - checkedAt, now - attemptedAt];
			// What lies in the future was written before the clock was set back, and says nothing.
			if (checkedAgo >= 0 && checkedAgo < ttlMs) return this.#freshFor(ttlMs - checkedAgo);
			if (attemptedAgo >= 0 && attemptedAgo < retryMs) return this.#freshFor(Math.min(1_000, retryMs - attemptedAgo));
		}
		// Somebody waits for this: the timer keeps the process alive until it is decided.
		return new Promise((resolve) => {
			const patience = setTimeout(resolve, patienceMs);
			void this.refresh().finally(() => {
				clearTimeout(patience);
				resolve();
			});
		});
	}

	#freshFor(ms: number): undefined {
		this.#freshUntil = performance.now() + ms;
	}

	/** One at a time in this process, and one at a time on this machine. `since`: an answer from before then is not good enough. */
	#refresh(since: number): Promise<void> {
		this.#refreshing ??= this.#attempt(since).finally(() => {
			this.#refreshing = undefined;
		});
		return this.#refreshing;
	}

	async #attempt(since: number): Promise<void> {
		if (this.#stopped.signal.aborted) return;
		try {
			this.#cache.prepare();
			const release = await this.#lock(since);
			try {
				if (release !== undefined) await this.#update();
			} finally {
				release?.();
			}
			this.#lastError = undefined;
			this.#freshFor(this.#options.ttlMs);
		} catch (error) {
			if (this.#stopped.signal.aborted) return;
			this.#lastError = asTroupeError(error);
			this.#freshFor(Math.min(1_000, this.#options.retryMs));
			this.#guard(() => this.#noteAttempt());
			this.#tell(error);
		}
		if (this.#poll !== undefined) this.#schedule();
	}

	async #update(): Promise<void> {
		const { address, folders, rules = {}, tenant, clock, budgetMs } = this.#options;
		const startedAt = clock.now();
		const rootsDue = this.#rootsDue;
		this.#rootsDue = false;
		this.#warming.abort();
		this.#warming = new AbortController();
		const { warming } = await updateTrust({
			http: this.#http,
			cache: this.#cache,
			inputs: { folders: { ...folders, registry: address.folder }, rules: { ...rules, tenant }, nowMs: startedAt },
			tenant,
			startedAt,
			rootsDue,
			refuse: (error) => this.#tell(error),
			usesOf: (sha256) => this.#usage.of(sha256),
			budgetMs,
			signal: AbortSignal.any([this.#stopped.signal, this.#warming.signal]),
		});
		void warming.then(({ fault: trouble }) => {
			if (trouble !== undefined && !this.#stopped.signal.aborted) this.#tell(trouble);
		});
		this.#guard(() => this.#usage.save());
	}

	/** Undefined when another process brought the answer while we waited. */
	async #lock(since: number): Promise<(() => void) | undefined> {
		const deadline = performance.now() + lockPatienceMs;
		for (;;) {
			const release = tryLock(this.#cache.lockFile);
			if (release !== undefined) {
				const { checkedAt } = this.#cache.readCheck();
				if (checkedAt <= since || checkedAt > this.#options.clock.now()) return release;
				release();
				return undefined;
			}
			if (performance.now() > deadline)
				throw fault(this.#cache.lockFile, 'timeout', 'another process of this machine has been asking it for long', {
					details: { expected: 'the turn of this process', actual: 'the turn of another' },
				});
			await new Promise((resolve) => setTimeout(resolve, lockStepMs).unref());
		}
	}

	#noteAttempt(): void {
		this.#cache.writeCheck({ ...this.#cache.readCheck(), attemptedAt: this.#options.clock.now() });
	}

	/** Jittered, so that a fleet that was started at once does not ask at once. */
	#schedule(): void {
		const { ttlMs, retryMs, clock } = this.#options;
		clearTimeout(this.#poll);
		if (this.#stopped.signal.aborted) return;
		const jitter = 0.8 + Math.random() * 0.2;
		const failed = this.#lastError !== undefined;
		const age = failed ? 0 : Math.max(0, clock.now() - this.#cache.readCheck().checkedAt);
		const wait = failed
			? Math.max(retryMs * jitter, Math.min(this.#lastError?.retryAfterMs ?? 0, ttlMs))
			: Math.max(0, ttlMs * jitter - age);
		this.#poll = setTimeout(() => void this.#refresh(clock.now() - ttlMs / 2), wait).unref();
	}

	#tell(error: unknown): void {
		this.#options.onFault(error);
	}

	/** For what is kept for convenience: a full disk is told of, no more. */
	#guard(work: () => void): void {
		try {
			work();
		} catch (error) {
			this.#tell(error);
		}
	}
}

/** A disk that is full, or a bug: neither is the host's problem. */
function asTroupeError(error: unknown): TroupeError {
	if (isTroupeError(error)) return error;
	return new TroupeError({
		code: 'INTERNAL',
		message: `The registry's documents could not be kept: ${messageOf(error)}`,
		fix: 'Check that TROUPE_HOME can be written and that its disk is not full.',
		retryable: true,
		cause: error,
	});
}
