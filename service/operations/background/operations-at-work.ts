import { perCaller, type QueuedOperation } from '../../../providers/state/operations/operations';

type Operation = Pick<QueuedOperation, 'tenant' | 'caller' | 'name'>;

/** Counts this process's operations, also cancelled ones that still run. */
export class OperationsAtWork {
	readonly #all = new Set<Operation>();

	/** @returns a function that leaves; undefined where its caller, or the operation, has no place */
	enter(operation: Operation, ofName = Infinity): (() => void) | undefined {
		const { tenant, caller, name } = operation;
		if (this.#count((one) => one.tenant === tenant && one.caller === caller) >= perCaller) return undefined;
		if (this.#count((one) => one.name === name) >= ofName) return undefined;
		this.#all.add(operation);
		return () => void this.#all.delete(operation);
	}

	#count(matches: (one: Operation) => boolean): number {
		return [...this.#all].filter(matches).length;
	}
}
