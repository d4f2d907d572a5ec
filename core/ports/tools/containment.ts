import type { Switch } from '../switches';

/** A server or tool breaks its declaration, or the agent's definition. */
export type BreachKind =
	| 'changed' // a tool differs from the pinned one
	| 'orders' // a description gives the model orders
	| 'imitation' // a name imitates a tool of others
	| 'result' // a result does not fit its schema
	| 'signature' // not signed as the definition demands
	| 'size' // a message above the max size
	| 'permission' // its program asks an unnamed server
	| 'time'; // timeout of the definition

export interface Breach {
	kind: BreachKind;
	tool: string;
	run: string;
	conversationId: string;
	person?: string;
}

/** Switches off servers and tools of an agent that broke their contract, on all machines, until a person turns them on. Its methods do not fail. */
export interface Containment {
	/** @param part a server (`mcp:crm`), its tool (`mcp:crm/pay`) or a tool of the definition (`pay`) */
	find(part: string): Promise<Switch | undefined>;
	/** @returns the stop, if the part is switched off */
	report(part: string, breach: Breach): Promise<Switch | undefined>;
	clear(part: string): Promise<void>;
}
