import { TroupeError } from '../base/errors';
import type { Switch } from '../ports/switches';
import { findSwitch, runStopped, type StoppableRun } from './find-switch';

/** A switch is felt after this time and that of a read. */
const everyMs = 400;
/** Max time that runs continue without readable switches: as without their trails' store. */
const graceMs = 30_000;

/** A run, or a call of a model outside of one. */
type Stoppable = Pick<StoppableRun, 'tenant'> & Partial<StoppableRun>;

export interface WatchedWork {
	/** Aborted with RUN_STOPPED, or with the fault of a store that was away for too long. */
	signal: AbortSignal;
	end: () => void;
}

interface Watched {
	run: Stoppable;
	stop: AbortController;
}

interface WatchOptions {
	everyMs?: number;
	graceMs?: number;
	/** Milliseconds that only rise. */
	now?: () => number;
}

/** Watches a store's switches while runs work in this process: one read for all, none while idle. It polls: a lost message delays nothing. */
export class SwitchWatch {
	readonly #watched = new Set<Watched>();
	readonly #everyMs: number;
	readonly #graceMs: number;
	readonly #now: () => number;
	#seen: { at: number; off: readonly Switch[] } = { at: -Infinity, off: [] };
	#reading: Promise<readonly Switch[]> | undefined;
	#unreadSince: number | undefined;
	#fault: unknown;
	#timer: NodeJS.Timeout | undefined;

	constructor(
		private readonly read: () => Promise<readonly Switch[]>,
		options: WatchOptions = {},
	) {
		this.#everyMs = options.everyMs ?? everyMs;
		this.#graceMs = options.graceMs ?? graceMs;
		this.#now = options.now ?? (() => performance.now());
	}

	/** @throws TroupeError RUN_STOPPED; STORAGE_… if the switches cannot be read */
	async check(run: Stoppable): Promise<void> {
		// Work of a revoked key ends with the revocation, not a moment later.
		const off = findSwitch(await (run.caller === undefined && run.session === undefined ? this.current() : this.refresh()), run);
		if (off) throw runStopped(off);
	}

	/** Watches a run that may begin. @throws TroupeError as `check` does */
	async watch(run: Stoppable): Promise<WatchedWork> {
		await this.check(run);
		return this.follow(run);
	}

	/** Watches a run that was checked. */
	follow(run: Stoppable): WatchedWork {
		const watched = { run, stop: new AbortController() };
		this.#watched.add(watched);
		this.#timer ??= setInterval(() => this.#look(), this.#everyMs).unref();
		return { signal: watched.stop.signal, end: () => this.#forget(watched) };
	}

	/** @throws TroupeError STORAGE_… */
	async current(): Promise<readonly Switch[]> {
		return this.#now() - this.#seen.at < this.#everyMs ? this.#seen.off : this.refresh();
	}

	/** Reads what is off now. @throws TroupeError STORAGE_… */
	refresh(): Promise<readonly Switch[]> {
		const at = this.#now();
		this.#unreadSince ??= at;
		this.#reading ??= this.read()
			.then((off) => {
				this.#unreadSince = this.#fault = undefined;
				this.#seen = { at, off };
				this.#apply(off);
				return off;
			})
			.finally(() => (this.#reading = undefined));
		return this.#reading;
	}

	#look(): void {
		const isLost = this.#unreadSince !== undefined && this.#now() - this.#unreadSince >= this.#graceMs;
		if (isLost) for (const watched of this.#watched) this.#stop(watched, this.#fault ?? silentStore());
		if (this.#reading) return;
		this.refresh().catch((fault: unknown) => (this.#fault = fault));
	}

	/** Ends runs before others hear of the switch: its failures must not look like the run's own. */
	#apply(off: readonly Switch[]): void {
		for (const watched of this.#watched) {
			const found = findSwitch(off, watched.run);
			if (found) this.#stop(watched, runStopped(found));
		}
	}

	#stop(watched: Watched, reason: unknown): void {
		this.#forget(watched);
		watched.stop.abort(reason);
	}

	#forget(watched: Watched): void {
		this.#watched.delete(watched);
		if (this.#watched.size > 0) return;
		clearInterval(this.#timer);
		this.#timer = undefined;
	}
}

const silentStore = () =>
	new TroupeError({
		code: 'STORAGE_UNREACHABLE',
		message: 'The store does not say whether the run was stopped, so it ended.',
		fix: 'Check the database of TROUPE_DATABASE_URL, then try again.',
		retryable: true,
	});
