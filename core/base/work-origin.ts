import { AsyncLocalStorage } from 'node:async_hooks';

export interface WorkOrigin {
	run?: string;
	workflow?: string;
	execution?: string;
	channel?: string;
	/** The ledger gets a keyed hash of it. */
	conversationId?: string;
	/** The ledger gets a keyed hash of the person's id. */
	person?: string;
	key?: string;
	agentVersion?: string;
	agentSha256?: string;
	process?: string;
	instance?: string;
	element?: string;
	caller?: string;
	evaluation?: string;
	case?: string;
}

const current = new AsyncLocalStorage<WorkOrigin>();

/** Does work with this origin, added to the enclosing one. */
export function withOrigin<Result>(origin: WorkOrigin, work: () => Result): Result {
	return current.run({ ...current.getStore(), ...origin }, work);
}

export const readOrigin = (): WorkOrigin => current.getStore() ?? {};
