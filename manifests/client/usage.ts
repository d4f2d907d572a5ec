import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeAtomically } from '../write-file';

const maxCounts = 500;
const fileName = 'usage.json';

/** Orders the fill of an empty cache by use. Bounded, and stored beside the cache. */
export class UsageCounts {
	readonly #path: string;
	#counts: Map<string, number>;
	#unsaved = false;

	constructor(folder: string) {
		this.#path = join(folder, fileName);
		this.#counts = read(this.#path);
	}

	count(sha256: string): number {
		return this.#counts.get(sha256) ?? 0;
	}

	note(sha256: string): void {
		this.#counts.set(sha256, this.count(sha256) + 1);
		this.#unsaved = true;
		if (this.#counts.size > 2 * maxCounts) this.#counts = keepMostUsed(this.#counts);
	}

	/** A concurrent write loses one of two counts, which does not matter for an order. */
	save(): void {
		if (!this.#unsaved) return;
		writeAtomically(this.#path, `${JSON.stringify(Object.fromEntries(keepMostUsed(this.#counts)))}\n`, 0o600);
		this.#unsaved = false;
	}
}

const keepMostUsed = (counts: Map<string, number>) => new Map([...counts].sort(([, one], [, other]) => other - one).slice(0, maxCounts));

/** Halves counts at each start, so that old uses lose weight. */
function read(path: string): Map<string, number> {
	try {
		const counts = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
		const usable = Object.entries(counts).filter((entry): entry is [string, number] => Number.isSafeInteger(entry[1]));
		return new Map(usable.slice(0, maxCounts).map(([sha256, count]) => [sha256, Math.ceil(count / 2)]));
	} catch {
		return new Map();
	}
}
