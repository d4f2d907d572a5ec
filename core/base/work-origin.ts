import { AsyncLocalStorage } from 'node:async_hooks';

/** What the calls of models in a piece of work belong to. */
export interface WorkOrigin {
	/** The run of the agent, which those that it called belong to; outside of one, the execution of n8n. */
	run?: string;
	/** The workflow of n8n, and its execution. */
	workflow?: string;
	execution?: string;
	channel?: string;
	/** The id itself; the ledger gets a keyed hash of it. */
	conversationId?: string;
	/** The id of the person; the ledger gets a keyed hash of it. */
	person?: string;
	/** The id of the API key whose caller asked. */
	key?: string;
	/** The version of the agent, and the hash of its definition. */
	agentVersion?: string;
	agentSha256?: string;
	/** The process, its instance and its element, for a job. */
	process?: string;
	instance?: string;
	element?: string;
	/** The run of the sandbox in which it is done. */
	caller?: string;
	/** The set of an evaluation, and the case of it. */
	evaluation?: string;
	case?: string;
}

const current = new AsyncLocalStorage<WorkOrigin>();

/** Does work that belongs to this origin, in addition to what encloses it. */
export function withOrigin<Result>(origin: WorkOrigin, work: () => Result): Result {
	return current.run({ ...current.getStore(), ...origin }, work);
}

/** Returns what the work that is being done belongs to. */
export const readOrigin = (): WorkOrigin => current.getStore() ?? {};
