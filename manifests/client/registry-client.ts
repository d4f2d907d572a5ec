import { setTimeout as sleep } from 'node:timers/promises';
import { isTroupeError, getErrorMessage, TroupeError } from '../../core/base/errors';
import { tryLock } from '../trust/file-lock';
import { CacheFolder } from './refresh/cache-folder';
import { withDefaults, type ClientSettings, type RegistryClientOptions } from './client-options';
import { EventStream } from './event-stream';
import { HintLimit } from './hint-limit';
import { updateTrust } from './refresh/update-trust';
import { createFault, RegistryReader } from './registry-reader';
import { UsageCounts } from './usage';

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
class MachineRefresh {
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
			http,
			cache,
			tenant,
			startedAt,
			rootsDue,
			budgetMs,
			refuse: onFault,
			inputs: { folders: { ...folders, registry: address.folder }, rules: { ...rules, tenant }, nowMs: startedAt },
			countUses: (sha256) => usage.count(sha256),
			signal: AbortSignal.any([stopped, this.#warming.signal]),
		});
		void warming.then(({ fault: trouble }) => {
			if (trouble !== undefined && !stopped.aborted) onFault(trouble);
		});
	}
}

/** Longer than a registry caches a response in each of its two caches. */
const secondLookMs = 300;

/** Keeps a trust folder up to date. Decides nothing: callers read the folder through the trust store. */
export interface RegistryClient {
	readonly folder: string;
	/** Undefined after a successful attempt. */
	readonly lastError: TroupeError | undefined;
	readonly connected: boolean;
	/** Undefined while the files are fresh within the TTL, else a bounded promise that never rejects. `now` always asks, for a person who waits. */
	fresh(options?: { now?: boolean }): Promise<void> | undefined;
	refresh(): Promise<void>;
	/** Called on a possible change: an event, a webhook. Many hints cause few requests. */
	hint(type?: string): void;
	used(sha256: string): void;
	/** Polls and follows events. Keeps no process alive. */
	start(): void;
	stop(): void;
}

export function openRegistryClient(options: RegistryClientOptions): RegistryClient {
	return new PollingClient(options);
}

class PollingClient implements RegistryClient {
	readonly #settings: ClientSettings;
	readonly #cache: CacheFolder;
	readonly #http: RegistryReader;
	readonly #hints: HintLimit;
	readonly #events: EventStream;
	readonly #usage: UsageCounts;
	readonly #machine: MachineRefresh;
	readonly #stopped = new AbortController();
	#lastError?: TroupeError;
	/** By the monotonic clock. */
	#freshUntil = -Infinity;
	#refreshing?: Promise<void>;
	#poll?: NodeJS.Timeout;
	#hinted?: NodeJS.Timeout;
	#starting?: NodeJS.Timeout;

	constructor(options: RegistryClientOptions) {
		const { address, answerMs, hintLimits, events, onFault } = (this.#settings = withDefaults(options));
		this.#cache = new CacheFolder(address.folder);
		this.#http = new RegistryReader(address, answerMs);
		this.#hints = new HintLimit(hintLimits);
		this.#usage = new UsageCounts(address.folder);
		this.#events = new EventStream(this.#http, { ...events, hint: (type) => this.hint(type), onFault });
		const parts = { cache: this.#cache, http: this.#http, usage: this.#usage, onFault, stopped: this.#stopped.signal };
		this.#machine = new MachineRefresh(this.#settings, parts);
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

	fresh({ now = false } = {}): Promise<void> | undefined {
		if (now) return this.#askBounded();
		return performance.now() < this.#freshUntil ? undefined : this.#catchUp();
	}

	refresh(): Promise<void> {
		return this.#refresh(this.#settings.clock.now());
	}

	hint(type?: string): void {
		if (type === 'root.added') this.#machine.rootsDue = true;
		if (this.#hinted !== undefined || this.#stopped.signal.aborted) return;
		this.#hinted = setTimeout(() => {
			this.#hinted = undefined;
			this.#hints.take(performance.now());
			void this.#lookForNews();
		}, this.#hints.waitMs(performance.now())).unref();
	}

	/** A registry with several processes, or a proxy, can briefly return the old state after a hint, so it is asked twice. */
	async #lookForNews(): Promise<void> {
		const before = this.#cache.readCheck().sha256;
		// A refresh that began before the hint may have missed the change.
		await this.#refreshing;
		for (const waitMs of [0, secondLookMs]) {
			await sleep(waitMs, undefined, { ref: false });
			await this.refresh();
			if (this.#cache.readCheck().sha256 !== before) return this.#hints.giveBack();
		}
	}

	used(sha256: string): void {
		this.#usage.note(sha256);
	}

	start(): void {
		if (this.#poll !== undefined || this.#stopped.signal.aborted) return;
		this.#schedule();
		this.#starting = setTimeout(() => this.#events.start(), this.#settings.eventsAfterMs).unref();
	}

	stop(): void {
		this.#stopped.abort();
		for (const timer of [this.#poll, this.#hinted, this.#starting]) clearTimeout(timer);
		this.#events.stop();
		this.#http.close();
		this.#guard(() => this.#usage.save());
	}

	/** Another process may have asked, or failed, in the meantime. */
	#catchUp(): Promise<void> | undefined {
		const { ttlMs, retryMs, clock } = this.#settings;
		if (this.#refreshing === undefined) {
			const { checkedAt, attemptedAt } = this.#cache.readCheck();
			const now = clock.now();
			const checkedAgo = now - checkedAt;
			const attemptedAgo = now - attemptedAt;
			// A future time was written before the clock was set back: ignored.
			if (checkedAgo >= 0 && checkedAgo < ttlMs) return this.#freshFor(ttlMs - checkedAgo);
			if (attemptedAgo >= 0 && attemptedAgo < retryMs) return this.#freshFor(Math.min(1_000, retryMs - attemptedAgo));
		}
		return this.#askBounded();
	}

	/** A caller waits, so the timer keeps the process alive. */
	#askBounded(): Promise<void> {
		return new Promise((resolve) => {
			const timeout = setTimeout(resolve, this.#settings.timeoutMs);
			void this.refresh().finally(() => {
				clearTimeout(timeout);
				resolve();
			});
		});
	}

	#freshFor(ms: number): undefined {
		this.#freshUntil = performance.now() + ms;
	}

	#refresh(since: number): Promise<void> {
		this.#refreshing ??= this.#attempt(since).finally(() => {
			this.#refreshing = undefined;
		});
		return this.#refreshing;
	}

	async #attempt(since: number): Promise<void> {
		if (this.#stopped.signal.aborted) return;
		try {
			await this.#machine.run(since);
			this.#guard(() => this.#usage.save());
			this.#lastError = undefined;
			this.#freshFor(this.#settings.ttlMs);
		} catch (error) {
			if (this.#stopped.signal.aborted) return;
			this.#lastError = asTroupeError(error);
			this.#freshFor(Math.min(1_000, this.#settings.retryMs));
			this.#guard(() => this.#cache.writeCheck({ ...this.#cache.readCheck(), attemptedAt: this.#settings.clock.now() }));
			this.#settings.onFault(error);
		}
		if (this.#poll !== undefined) this.#schedule();
	}

	#schedule(): void {
		const { ttlMs, retryMs, clock } = this.#settings;
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

	/** For non-essential files: a full disk is only reported. */
	#guard(work: () => void): void {
		try {
			work();
		} catch (error) {
			this.#settings.onFault(error);
		}
	}
}

function asTroupeError(error: unknown): TroupeError {
	if (isTroupeError(error)) return error;
	return new TroupeError({
		code: 'INTERNAL',
		message: `The registry's documents could not be stored: ${getErrorMessage(error)}`,
		fix: 'Check that TROUPE_HOME can be written and that its disk is not full.',
		retryable: true,
		cause: error,
	});
}
