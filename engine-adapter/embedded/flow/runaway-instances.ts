import { maxRunaway } from '../bounds';
import { IncidentCause } from './incident-cause';

export interface Activity {
	events: number;
	characters: number;
}

/**
 * Counts activity while steps are left over between transactions. Without any, everything waits, and the counts restart. An instance that never waits
 * would otherwise fill the disk. Called instances count for the first caller.
 */
export class RunawayInstances {
	readonly #activities = new Map<number, Activity>();
	readonly #roots = new Map<number, number>();
	#isCounting = false;

	constructor(private readonly limits: Activity = maxRunaway) {}

	/** Call it after each transaction. */
	committed(hasStepsLeft: boolean): void {
		this.#isCounting = hasStepsLeft;
		if (!hasStepsLeft) this.#activities.clear();
	}

	calls(callerKey: number, calledKey: number): void {
		this.#roots.set(calledKey, this.#findRoot(callerKey));
	}

	ended(instanceKey: number): void {
		this.#roots.delete(instanceKey);
	}

	count(instanceKey: number, characters: number): void {
		if (!this.#isCounting) return;
		const root = this.#findRoot(instanceKey);
		const before = this.#activities.get(root) ?? { events: 0, characters: 0 };
		this.#activities.set(root, { events: before.events + 1, characters: before.characters + characters });
	}

	forgive(instanceKey: number): void {
		this.#activities.delete(this.#findRoot(instanceKey));
	}

	/** Call it before an element begins. @throws IncidentCause UNKNOWN when the instance went on for too long */
	expectRest(instanceKey: number): void {
		if (this.#activities.size === 0) return;
		const { events, characters } = this.#activities.get(this.#findRoot(instanceKey)) ?? { events: 0, characters: 0 };
		if (events < this.limits.events && characters < this.limits.characters) return;
		throw new IncidentCause(
			'UNKNOWN',
			`The process instance went on for ${events} events without waiting for anything, and wrote ${Math.round(characters / 1e6)} MB. ` +
				'Add a task or an event that waits to its loop. To let this instance go on for as long again, resolve the incident.',
		);
	}

	#findRoot(instanceKey: number): number {
		return this.#roots.get(instanceKey) ?? instanceKey;
	}
}
