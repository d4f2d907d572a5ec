import type { AgentStep, Block, Task, Wait } from '../../tree/plan-tree';
import type { Scope, Unknown, Values } from '../unknown';

/** An event from outside that an instance gets, in order. */
export type Act =
	/** `fails`: it ends with an error. `asksPerson`: an agent that leaves its answer to a person. */
	| { kind: 'task'; step: Task; scope: Scope; writes: Map<string, Unknown>; ends?: 'fails' | 'asksPerson' }
	/** A person answers for an agent. */
	| { kind: 'person'; agent: AgentStep; writes: Map<string, Unknown> }
	| { kind: 'message'; name: string; key: string; scope: Scope; writes: Map<string, Unknown> }
	| { kind: 'signal'; name: string }
	| { kind: 'pass'; wait: Extract<Wait, { kind: 'timer' | 'date' }>; scope: Scope };

/** A way through the plan, which values lead to. */
export interface Walked {
	inputs: Map<string, Unknown>;
	acts: Act[];
	blocks: Block[];
	ways: Array<{ path: string; block: Block }>;
	values: Values;
	/** Values of variables where the way ends. */
	scope: Scope;
}

export type Going = 'on' | 'ends' | 'cancels';

export interface Place {
	scope: Map<string, Unknown>;
	acts: Act[];
}

/** No values lead this way. */
export class DeadEnd extends Error {}
