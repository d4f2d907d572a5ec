import { lstatSync, statSync, type BigIntStats } from 'node:fs';

/** Max step of file times. A second change within one step leaves no trace. */
const timestampStepNs = 2_000_000_000n;

/** Missing and unreadable paths have a state too. */
type State = BigIntStats | Unseen;

/**
 * Notes the state of each file and folder before a decision reads it. While `unchanged()` is true, the decision stands: new content changes mtime and
 * ctime, a new or removed entry those of its folder, a replacement the inode. ctime cannot be set by hand.
 */
export class SeenFiles {
	readonly #states = { direct: new Map<string, State>(), followed: new Map<string, State>() };
	#newestNs = 0n;
	#urgent?: SeenFiles;

	/** Paths to check first: the root and the snapshot with its revocations. They are part of these files. */
	get urgent(): SeenFiles {
		return (this.#urgent ??= new SeenFiles());
	}

	/**
	 * Notes a path that must not be a link; undefined if nothing exists there. @throws Error when it cannot be read: unreadable is not the same as
	 * absent
	 */
	note(path: string): BigIntStats | undefined {
		return this.#note(path, false);
	}

	/** Like `note` for a possible link, such as a trust folder (a mounted Kubernetes secret is a link). */
	noteTarget(path: string): BigIntStats | undefined {
		return this.#note(path, true);
	}

	get size(): number {
		return this.#states.direct.size + this.#states.followed.size + (this.#urgent?.size ?? 0);
	}

	adopt(other: SeenFiles): void {
		for (const kind of ['direct', 'followed'] as const) {
			const states = this.#states[kind];
			for (const [path, state] of other.#states[kind]) if (!states.has(path)) states.set(path, state);
		}
		if (other.#newestNs > this.#newestNs) this.#newestNs = other.#newestNs;
		if (other.#urgent) this.urgent.adopt(other.#urgent);
	}

	unchanged(): boolean {
		const areSame = (states: Map<string, State>, follow: boolean) => {
			for (const [path, state] of states) if (!isSame(look(path, follow), state)) return false;
			return true;
		};
		return this.#urgent?.unchanged() !== false && areSame(this.#states.followed, true) && areSame(this.#states.direct, false);
	}

	/** True if a later change would be visible. Git calls the opposite "racily clean". */
	settled(nowMs: number): boolean {
		return BigInt(Math.floor(nowMs)) * 1_000_000n - this.#newestNs > timestampStepNs && this.#urgent?.settled(nowMs) !== false;
	}

	#note(path: string, follow: boolean): BigIntStats | undefined {
		const state = look(path, follow);
		const states = follow ? this.#states.followed : this.#states.direct;
		// The first note counts: content read after it must still be there at the end.
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
