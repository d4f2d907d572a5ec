import type { EngineEvent } from '../../engine-adapter/engine/engine-events';
import { beginsInstance } from '../../engine-adapter/cases/job-names';
import type { EngineObserver } from './contract-case';

/** Follows everything that an engine does, so that a case finds the instances that messages, timers, signals and calls start too. */
export class EventDesk {
	readonly #events = new Map<string, EngineEvent[]>();
	/** In order of activation. */
	readonly #processIds = new Map<string, string>();
	readonly #ending = new AbortController();
	#failure: unknown;

	constructor(private readonly observer: EngineObserver) {}

	open(): void {
		this.#collect().catch((error: unknown) => {
			if (!this.#ending.signal.aborted) this.#failure = error;
		});
	}

	close(): void {
		this.#ending.abort();
	}

	/** Instances of the processes, in order of activation. */
	listInstances(processIds: string[]): string[] {
		if (this.#failure) throw new Error("The engine's events cannot be followed.", { cause: this.#failure });
		return [...this.#processIds].filter(([, processId]) => processIds.includes(processId)).map(([key]) => key);
	}

	/** In order of their happening. */
	listEvents(processIds: string[]): EngineEvent[] {
		const events = this.listInstances(processIds).flatMap((key) => this.#events.get(key)!);
		return events.sort((a, b) => a.position - b.position);
	}

	async #collect(): Promise<void> {
		for await (const event of this.observer.subscribe(0, {}, this.#ending.signal)) {
			const { elementId, instanceKey } = event;
			if (beginsInstance(event) && !this.#processIds.has(instanceKey)) this.#processIds.set(instanceKey, elementId);
			if (!this.#events.has(instanceKey)) this.#events.set(instanceKey, []);
			this.#events.get(instanceKey)!.push(event);
		}
	}
}
