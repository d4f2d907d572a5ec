import { TroupeError } from '../../../base/errors';
import { type EntryBody, type EntryKind, keyOf, type Stamp, type TrailEntry, type Unstamped } from './trail-entry';

interface TrailOptions {
	/** What is recorded already. */
	recorded: TrailEntry[];
	/** Nothing but what is recorded counts: what is not there is an error. */
	replaying: boolean;
	/** Of an entry that is written now. */
	stamp(): Stamp;
	/** Given each entry once, when the run comes to it: `fresh` when it happened just now. */
	fold(entry: Unstamped, fresh: boolean): void;
	/** Where entries are kept for another process. */
	log?: TrailLog;
}

export interface TrailLog {
	add(entry: TrailEntry): void;
	/** Until all of them are written; `forGood`: to survive the machine's end, not only the process's. */
	secure(forGood: boolean): Promise<void>;
}

/** What happened in a run, in order. The run asks it before each step outside: what stands here is not done again. */
export class Trail {
	readonly entries: TrailEntry[];
	readonly #byKey: Map<string, TrailEntry>;
	readonly #unread: Set<string>;

	constructor(private readonly options: TrailOptions) {
		this.entries = [...options.recorded];
		this.#byKey = new Map(this.entries.map((entry) => [keyOf(entry), entry]));
		this.#unread = new Set(this.#byKey.keys());
	}

	/** The entry, where the step was done already. */
	recorded<Kind extends EntryKind>(kind: Kind, which?: number | string): TrailEntry<Kind> | undefined {
		const key = `${kind}:${which ?? ''}`;
		const entry = this.#byKey.get(key);
		if (entry && this.#unread.delete(key)) this.options.fold(entry, false);
		return entry as TrailEntry<Kind> | undefined;
	}

	/** The same, without coming to it. */
	peek<Kind extends EntryKind>(kind: Kind, which: number | string): TrailEntry<Kind> | undefined {
		return this.#byKey.get(`${kind}:${which}`) as TrailEntry<Kind> | undefined;
	}

	has(kind: EntryKind, which: number | string): boolean {
		return this.peek(kind, which) !== undefined;
	}

	/** What is recorded of a step; else it is done, and written down. */
	async step<Kind extends EntryKind>(
		kind: Kind,
		which: number | string | undefined,
		work: () => Promise<EntryBody<Kind>>,
	): Promise<TrailEntry<Kind>> {
		return this.recorded(kind, which) ?? this.write(kind, await this.outside(kind, which, work));
	}

	/** @throws TroupeError REPLAY_DIVERGED instead of doing anything in a replay */
	outside<Result>(kind: EntryKind, which: number | string | undefined, work: () => Promise<Result>): Promise<Result> {
		if (this.options.replaying) throw diverged(`holds no "${kind}" ${which ?? ''}`.trim());
		return work();
	}

	/** Adds an entry; see `secure`. */
	write<Kind extends EntryKind>(kind: Kind, body: EntryBody<Kind>): TrailEntry<Kind> {
		if (this.options.replaying) throw diverged(`holds no "${kind}"`);
		this.options.fold({ kind, ...body } as unknown as Unstamped, true);
		const entry = { kind, ...body, ...this.options.stamp() } as unknown as TrailEntry<Kind>;
		this.entries.push(entry);
		this.#byKey.set(keyOf(entry), entry);
		this.options.log?.add(entry);
		return entry;
	}

	/** Until all that was written is there for another process too; `forGood`: also when the machine loses its power now. */
	secure(forGood = false): Promise<void> {
		return this.options.log?.secure(forGood) ?? Promise.resolve();
	}

	/** @throws TroupeError REPLAY_DIVERGED when a replay left steps of the trail aside */
	conclude(): void {
		const [left] = [...this.#unread].filter((key) => /^(model|tool-finished|summary|ended):/.test(key));
		if (this.options.replaying && left !== undefined) throw diverged(`holds "${left}", which the run did not come to`);
	}
}

export function diverged(how: string): TroupeError {
	return new TroupeError({
		code: 'REPLAY_DIVERGED',
		message: `The trail ${how}: it is not of this run, of another version, or changed.`,
		fix: 'Replay the whole trail with the very agent that left it.',
	});
}
