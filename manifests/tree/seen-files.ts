import { lstatSync, statSync, type BigIntStats } from 'node:fs';

/** File systems stamp changes in steps of up to this long; a second change within one step leaves no trace. */
const timestampStepNs = 2_000_000_000n;

/** What cannot be looked at is a state too, and so is nothing. */
type State = BigIntStats | Unseen;

/**
 * Every file and folder that a decision rests on, with its state noted before it was read.
 * While `unchanged()` holds, reading them again would bring the same decision: a content change moves mtime and ctime,
 * a new or removed entry moves those of its folder, and a swapped file has another inode. ctime cannot be set by hand.
 */
export class SeenFiles {
	/** Paths as they are, and paths with whatever links lead from them. */
	readonly #states = { direct: new Map<string, State>(), followed: new Map<string, State>() };
	#newestNs = 0n;

	/**
	 * Notes a path that may not be a link, and says what stands there; undefined when nothing does.
	 * @throws Error when that cannot be seen: unreadable is not the same as absent
	 */
	note(path: string): BigIntStats | undefined {
		return this.#note(path, false);
	}

	/** As `note`, for a path that may be a link, as an ops team's trust may be (a mounted Kubernetes secret is one). */
	noteTarget(path: string): BigIntStats | undefined {
		return this.#note(path, true);
	}

	/** How many paths were noted. */
	get size(): number {
		return this.#states.direct.size + this.#states.followed.size;
	}

	/** Takes over what another noted. */
	adopt(other: SeenFiles): void {
		for (const kind of ['direct', 'followed'] as const) {
			const states = this.#states[kind];
			for (const [path, state] of other.#states[kind]) if (!states.has(path)) states.set(path, state);
		}
		if (other.#newestNs > this.#newestNs) this.#newestNs = other.#newestNs;
	}

	unchanged(): boolean {
		const areSame = (states: Map<string, State>, follow: boolean) => {
			for (const [path, state] of states) if (!isSame(look(path, follow), state)) return false;
			return true;
		};
		return areSame(this.#states.followed, true) && areSame(this.#states.direct, false);
	}

	/** Whether the last change lies far enough back for a later one to show. Git calls the opposite "racily clean". */
	settled(nowMs: number): boolean {
		return BigInt(Math.floor(nowMs)) * 1_000_000n - this.#newestNs > timestampStepNs;
	}

	#note(path: string, follow: boolean): BigIntStats | undefined {
		const state = look(path, follow);
		const states = follow ? this.#states.followed : this.#states.direct;
		// Noted twice, the first note stands: what was read after it has to be what is there at the end.
		if (!states.has(path)) states.set(path, state);
		if (state instanceof Unseen) {
			if (state.error !== undefined) throw state.error;
			return undefined;
		}
		if (state.ctimeNs > this.#newestNs) this.#newestNs = state.ctimeNs;
		return state;
	}
}

class Unseen {
	constructor(readonly error?: Error) {}
}

function look(path: string, follow: boolean): State {
	try {
		const status = (follow ? statSync : lstatSync)(path, { bigint: true, throwIfNoEntry: false });
		if (status !== undefined) return status;
		return new Unseen(follow && isLink(path) ? new Error(`${path} is a link to nothing`) : undefined);
	} catch (error) {
		return new Unseen(error as Error);
	}
}

function isSame(now: State, before: State): boolean {
	if (now instanceof Unseen || before instanceof Unseen) {
		return now instanceof Unseen && before instanceof Unseen && now.error?.message === before.error?.message;
	}
	return (
		now.ctimeNs === before.ctimeNs &&
		now.mtimeNs === before.mtimeNs &&
		now.size === before.size &&
		now.ino === before.ino &&
		now.dev === before.dev &&
		now.mode === before.mode
	);
}

function isLink(path: string): boolean {
	return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}
