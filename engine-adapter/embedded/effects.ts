import type { InstanceState, Variables } from '../engine';

export interface EndedInstance {
	instanceKey: string;
	state: InstanceState;
	variables: Variables;
}

/** What the world must hear once a transaction is on disk; of a command that fails it must hear nothing. */
export class Effects {
	private jobTypes = new Set<string>();
	private ended: EndedInstance[] = [];

	jobAvailable(type: string): void {
		this.jobTypes.add(type);
	}

	instanceEnded(ended: EndedInstance): void {
		this.ended.push(ended);
	}

	/** Runs `work` and forgets what it announced when it throws. */
	guard<T>(work: () => T): T {
		const before = { jobTypes: new Set(this.jobTypes), ended: this.ended.length };
		try {
			return work();
		} catch (error) {
			this.jobTypes = before.jobTypes;
			this.ended.length = before.ended;
			throw error;
		}
	}

	/** Gives what was collected and starts anew. */
	take(): { jobTypes: Set<string>; ended: EndedInstance[] } {
		const taken = { jobTypes: this.jobTypes, ended: this.ended };
		this.jobTypes = new Set();
		this.ended = [];
		return taken;
	}
}
