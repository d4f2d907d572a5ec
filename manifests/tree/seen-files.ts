import { lstatSync, statSync, type BigIntStats } from 'node:fs';

/** File systems stamp changes in steps of up to this long; a second change within one step leaves no trace. */
const timestampStepNs = 2_000_000_000n;

/**
 * Every file and folder that a decision rests on, with its state noted before it was read.
 * While `unchanged()` holds, reading them again would bring the same decision: a content change moves mtime and ctime,
 * a new or removed entry moves those of its folder, and a swapped file has another inode. ctime cannot be set by hand.
 */
export class SeenFiles {
	readonly #states = new Map<string, { follow: boolean; state: string }>();
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

	unchanged(): boolean {
		for (const [path, { follow, state }] of this.#states) {
			if (look(path, follow).state !== state) return false;
		}
		return true;
	}

	/** Whether the last change lies far enough back for a later one to show. Git calls the opposite "racily clean". */
	settled(nowMs: number): boolean {
		return BigInt(Math.floor(nowMs)) * 1_000_000n - this.#newestNs > timestampStepNs;
	}

	#note(path: string, follow: boolean): BigIntStats | undefined {
		const { status, state, error } = look(path, follow);
		this.#states.set(path, { follow, state });
		if (error !== undefined) throw error;
		if (status !== undefined && status.ctimeNs > this.#newestNs) this.#newestNs = status.ctimeNs;
		return status;
	}
}

/** What cannot be looked at is a state too. */
function look(path: string, follow: boolean): { status?: BigIntStats; state: string; error?: Error } {
	try {
		const status = (follow ? statSync : lstatSync)(path, { bigint: true, throwIfNoEntry: false });
		if (status === undefined && follow && isLink(path)) return unreadable(new Error(`${path} is a link to nothing`));
		if (status === undefined) return { state: 'nothing' };
		const { dev, ino, mode, size, mtimeNs, ctimeNs } = status;
		return { status, state: `${dev} ${ino} ${mode} ${size} ${mtimeNs} ${ctimeNs}` };
	} catch (error) {
		return unreadable(error as Error);
	}
}

function isLink(path: string): boolean {
	return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}

function unreadable(error: Error): { state: string; error: Error } {
	return { state: `unreadable: ${error.message}`, error };
}
