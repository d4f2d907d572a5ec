import { lstatSync, statSync, type BigIntStats } from 'node:fs';
import { messageOf } from '../core/errors';

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

	/** Notes a path that may not be a link, and says what stands there; undefined when nothing does. */
	note(path: string): BigIntStats | undefined {
		return this.#note(path, false);
	}

	/** Notes a path that may be a link, as the folder of an ops team's trust may be (a mounted Kubernetes secret is one). */
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
		const { status, state } = look(path, follow);
		this.#states.set(path, { follow, state });
		if (status !== undefined && status.ctimeNs > this.#newestNs) this.#newestNs = status.ctimeNs;
		return status;
	}
}

/** Never throws: what cannot be looked at is a state too, and as good as nothing to whoever wants to read it. */
function look(path: string, follow: boolean): { status?: BigIntStats; state: string } {
	try {
		const status = (follow ? statSync : lstatSync)(path, { bigint: true, throwIfNoEntry: false });
		if (status === undefined) return { state: 'nothing' };
		const { dev, ino, mode, size, mtimeNs, ctimeNs } = status;
		return { status, state: `${dev} ${ino} ${mode} ${size} ${mtimeNs} ${ctimeNs}` };
	} catch (error) {
		return { state: `unreadable: ${messageOf(error)}` };
	}
}
