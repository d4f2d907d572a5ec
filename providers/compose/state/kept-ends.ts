import { setTimeout as sleep } from 'node:timers/promises';
import { isAway } from '../../../core/base/async/when-reachable';
import { warnAtExit } from '../../../core/guardrails/masking/warn-operator';

/** The end of a run that its database missed. */
interface KeptEnd {
	runId: string;
	/** What it takes in memory, in characters. */
	size: number;
	/** Stores it, or says why that is impossible. @throws TroupeError while the database is away */
	write(): Promise<void>;
}

const retryMs = 1_000;
/** The max of all stores of the process. */
const maxCharacters = 50_000_000;
/** The max of runs that the last warning names. */
const maxNamed = 50;

/** Keeps the ends of runs in memory while their database is away, for as long as the process lives, and stores them in order when it answers. */
export class KeptEnds {
	readonly #waiting = new Map<object, KeptEnd[]>();
	#characters = 0;
	#isWriting = false;
	#listens = false;

	/** @param store whose end it is: one does not wait for another @returns false where there is no room for it */
	keep(store: object, end: KeptEnd): boolean {
		if (this.#characters + end.size > maxCharacters) return false;
		if (!this.#listens) process.once('exit', () => this.tellLost());
		this.#listens = true;
		this.#characters += end.size;
		const ends = this.#waiting.get(store);
		if (ends) ends.push(end);
		else this.#waiting.set(store, [end]);
		if (!this.#isWriting) void this.#write();
		return true;
	}

	/** Names the runs whose ends this process takes with it. */
	tellLost(): void {
		const runs = [...this.#waiting.values()].flat().map(({ runId }) => runId);
		if (runs.length === 0) return;
		const more = runs.length > maxNamed ? ` and ${runs.length - maxNamed} more` : '';
		const named = `${runs.slice(0, maxNamed).join(', ')}${more}`;
		warnAtExit(
			`How these runs ended was not recorded, because the database was away until this process ended: ${named}.`,
			'RUN_UNRECORDED',
		);
	}

	/** Does not keep the process alive. */
	async #write(): Promise<void> {
		this.#isWriting = true;
		while (this.#waiting.size > 0) {
			await sleep(retryMs, undefined, { ref: false });
			await Promise.all([...this.#waiting].map(([store, ends]) => this.#writeOf(store, ends)));
		}
		this.#isWriting = false;
	}

	async #writeOf(store: object, ends: KeptEnd[]): Promise<void> {
		for (let [end] = ends; end; [end] = ends) {
			const fault: unknown = await end.write().catch((thrown: unknown) => thrown);
			if (isAway(fault)) return;
			ends.shift();
			this.#characters -= end.size;
		}
		this.#waiting.delete(store);
	}
}
