import { TroupeError } from '../../../base/errors';
import type { EntryBody, EntryKind, Stamp, TrailEntry, Unstamped } from './trail-entry';
import { identifyEntry } from './identify-entry';

interface TrailOptions {
	recorded: TrailEntry[];
	/** Takes everything from the trail; a missing entry is an error. */
	replaying: boolean;
	stamp(kind: EntryKind): Stamp;
	/** In milliseconds. */
	elapsedMs(): number;
	/** Called once per entry when the run reaches it; `fresh` if it is new. */
	fold(entry: Unstamped, fresh: boolean): void;
	log?: TrailLog;
}

export interface TrailLog {
	add(entry: TrailEntry): void;
	/** Waits until all entries are written; `forGood`: they survive a crash of the machine, too. */
	secure(forGood: boolean): Promise<void>;
}

/** The steps of a run, in order. Consulted before each external step: recorded steps are not repeated. */
export class Trail {
	readonly entries: TrailEntry[];
	readonly #byKey: Map<string, TrailEntry>;
	readonly #unread: Set<string>;

	constructor(private readonly options: TrailOptions) {
		this.entries = [...options.recorded];
		this.#byKey = new Map(this.entries.map((entry) => [identifyEntry(entry), entry]));
		this.#unread = new Set(this.#byKey.keys());
	}

	/** A failed step has no entry. */
	get elapsedMs(): number {
		return this.options.elapsedMs();
	}

	recorded<Kind extends EntryKind>(kind: Kind, which?: number | string): TrailEntry<Kind> | undefined {
		const key = `${kind}:${which ?? ''}`;
		const entry = this.#byKey.get(key);
		if (entry && this.#unread.delete(key)) this.options.fold(entry, false);
		return entry as TrailEntry<Kind> | undefined;
	}

	/** Returns the entry without advancing to it. */
	peek<Kind extends EntryKind>(kind: Kind, which: number | string): TrailEntry<Kind> | undefined {
		return this.#byKey.get(`${kind}:${which}`) as TrailEntry<Kind> | undefined;
	}

	has(kind: EntryKind, which: number | string): boolean {
		return this.peek(kind, which) !== undefined;
	}

	async step<Kind extends EntryKind>(
		kind: Kind,
		which: number | string | undefined,
		work: () => Promise<EntryBody<Kind>>,
	): Promise<TrailEntry<Kind>> {
		return this.recorded(kind, which) ?? this.write(kind, await this.outside(kind, which, work));
	}

	/** @throws TroupeError REPLAY_DIVERGED in a replay, before doing anything */
	outside<Result>(kind: EntryKind, which: number | string | undefined, work: () => Promise<Result>): Promise<Result> {
		if (this.options.replaying) throw diverged(`does not contain "${kind}" ${which ?? ''}`.trim());
		return work();
	}

	/** Adds an entry; see `secure`. */
	write<Kind extends EntryKind>(kind: Kind, body: EntryBody<Kind>): TrailEntry<Kind> {
		if (this.options.replaying) throw diverged(`does not contain "${kind}"`);
		this.options.fold({ kind, ...body } as unknown as Unstamped, true);
		const entry = { kind, ...this.options.stamp(kind), ...body } as unknown as TrailEntry<Kind>;
		this.entries.push(entry);
		this.#byKey.set(identifyEntry(entry), entry);
		this.options.log?.add(entry);
		return entry;
	}

	/** Waits until all is stored for other processes; `forGood`: it survives a power failure, too. */
	secure(forGood = false): Promise<void> {
		return this.options.log?.secure(forGood) ?? Promise.resolve();
	}

	/** @throws TroupeError REPLAY_DIVERGED if a replay did not use all entries */
	conclude(): void {
		const [left] = [...this.#unread].filter((key) => /^(model|tool-finished|summary|ended):/.test(key));
		if (this.options.replaying && left !== undefined) throw diverged(`contains "${left}", which the run did not reach`);
	}
}

export function diverged(how: string): TroupeError {
	return new TroupeError({
		code: 'REPLAY_DIVERGED',
		message: `The trail ${how}: it belongs to another run or version, or was changed.`,
		fix: 'Replay the complete trail with the same agent that recorded it.',
	});
}
