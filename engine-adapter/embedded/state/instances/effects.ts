import type { InstanceState } from '../../../engine/instances';
import type { Variables } from '../../../engine/variables';

export interface EndedInstance {
	instanceKey: string;
	state: InstanceState;
	variables: Variables;
}

export interface ChangedTask {
	key: string;
	denial?: string;
}

export class Effects {
	#jobTypes = new Set<string>();
	#jobsGone: number[] = [];
	#ended: EndedInstance[] = [];
	#changed: ChangedTask[] = [];
	#started = 0;

	taskChanged(changed: ChangedTask): void {
		this.#changed.push(changed);
	}

	jobAvailable(type: string): void {
		this.#jobTypes.add(type);
	}

	/** The job was answered, or its element ended. */
	jobGone(key: number): void {
		this.#jobsGone.push(key);
	}

	instanceStarted(): void {
		this.#started += 1;
	}

	instanceEnded(ended: EndedInstance): void {
		this.#ended.push(ended);
	}

	/** Forgets notifications of `work` when it throws. */
	guard<T>(work: () => T): T {
		const before = {
			jobTypes: new Set(this.#jobTypes),
			jobsGone: this.#jobsGone.length,
			ended: this.#ended.length,
			changed: this.#changed.length,
			started: this.#started,
		};
		try {
			return work();
		} catch (error) {
			this.#jobTypes = before.jobTypes;
			this.#jobsGone.length = before.jobsGone;
			this.#ended.length = before.ended;
			this.#changed.length = before.changed;
			this.#started = before.started;
			throw error;
		}
	}

	take(): { jobTypes: Set<string>; jobsGone: number[]; ended: EndedInstance[]; changed: ChangedTask[]; started: number } {
		const taken = {
			jobTypes: this.#jobTypes,
			jobsGone: this.#jobsGone,
			ended: this.#ended,
			changed: this.#changed,
			started: this.#started,
		};
		this.#jobTypes = new Set();
		this.#jobsGone = [];
		this.#ended = [];
		this.#changed = [];
		this.#started = 0;
		return taken;
	}
}
