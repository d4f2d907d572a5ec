import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../write-file';

const maximumKept = 500;
const fileName = 'usage.json';

/** How often each manifest was asked for, so that a cold cache is filled with what matters first. Bounded, and kept beside the cache. */
export class UsageCounts {
	readonly #path: string;
	#counts: Map<string, number>;
	#unsaved = false;

	constructor(folder: string) {
		this.#path = join(folder, fileName);
		this.#counts = read(this.#path);
	}

	of(sha256: string): number {
		return this.#counts.get(sha256) ?? 0;
	}

	note(sha256: string): void {
		this.#counts.set(sha256, this.of(sha256) + 1);
		this.#unsaved = true;
		if (this.#counts.size > 2 * maximumKept) this.#counts = mostUsed(this.#counts);
	}

	/** Another process may write at the same time: then one of the two counts is kept, which is good enough for an order. */
	save(): void {
		if (!this.#unsaved) return;
		writeWhole(this.#path, `${JSON.stringify(Object.fromEntries(mostUsed(this.#counts)))}\n`, 0o600);
		this.#unsaved = false;
	}
}

const mostUsed = (counts: Map<string, number>) => new Map([...counts].sort(([, one], [, other]) => other - one).slice(0, maximumKept));

/** Halved at each start, so that what was used long ago gives way. */
function read(path: string): Map<string, number> {
	try {
		const counts = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
		const usable = Object.entries(counts).filter((entry): entry is [string, number] => Number.isSafeInteger(entry[1]));
		return new Map(usable.slice(0, maximumKept).map(([sha256, count]) => [sha256, Math.ceil(count / 2)]));
	} catch {
		// None yet, or half written: an order is all that is lost.
		return new Map();
	}
}
