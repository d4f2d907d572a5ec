import { setTimeout as sleep } from 'node:timers/promises';
import { isAway } from '../../../core/base/async/when-reachable';
import { warnAtExit } from '../../../core/guardrails/masking/warn-operator';

const losses = {
	RUN_UNRECORDED: 'How these runs ended was not recorded',
	TROUPE_USAGE: 'What these calls of models used was not recorded, and what was reserved for them counts',
};

interface KeptWrite {
	code: keyof typeof losses;
	name: string;
	/** Size in memory, in characters. */
	size: number;
	/** Stores it, or says why that is impossible. @throws TroupeError while the database is away */
	write(): Promise<void>;
}

const retryMs = 1_000;
/** Max of all stores of the process, in characters. */
const maxCharacters = 50_000_000;
const maxNamed = 50;

/** Keeps writes in memory while their database is away, and does them in order when it answers. */
class KeptWrites {
	readonly #waiting = new Map<object, KeptWrite[]>();
	#characters = 0;
	#listens = false;

	/** @param store stores do not wait for each other @returns false if there is no room */
	keep(store: object, kept: KeptWrite): boolean {
		if (this.#characters + kept.size > maxCharacters) return false;
		if (!this.#listens) process.once('exit', () => this.tellLost());
		this.#listens = true;
		this.#characters += kept.size;
		const writes = this.#waiting.get(store);
		if (writes) writes.push(kept);
		else void this.#write(store, [kept]);
		return true;
	}

	tellLost(): void {
		const lost = Object.groupBy([...this.#waiting.values()].flat(), ({ code }) => code);
		for (const [code, writes] of Object.entries(lost)) {
			const more = writes.length > maxNamed ? ` and ${writes.length - maxNamed} more` : '';
			const named = writes.slice(0, maxNamed).map(({ name }) => name);
			const what = losses[code as KeptWrite['code']];
			warnAtExit(`${what}, because the database was away until this process ended: ${named.join(', ')}${more}.`, code);
		}
	}

	/** Does not keep the process alive. */
	async #write(store: object, writes: KeptWrite[]): Promise<void> {
		this.#waiting.set(store, writes);
		const wait = () => sleep(retryMs, undefined, { ref: false });
		await wait();
		for (let [kept] = writes; kept; [kept] = writes) {
			const fault: unknown = await kept.write().catch((thrown: unknown) => thrown);
			if (isAway(fault)) {
				await wait();
				continue;
			}
			writes.shift();
			this.#characters -= kept.size;
		}
		this.#waiting.delete(store);
	}
}

export const keptWrites = new KeptWrites();
