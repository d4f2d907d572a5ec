import type { Switch } from '../switches';

/** A way in which a server or a tool breaks what it declares, or what the agent's definition demands of it. */
export type BreachKind =
	| 'changed' // a tool is not the pinned one
	| 'orders' // a description gives the model orders
	| 'imitation' // a name passes for that of a tool of others
	| 'result' // a result does not fit its schema
	| 'signature' // a result is not signed as the definition demands
	| 'size' // a message is larger than any may be
	| 'permission' // its program asks a server that its definition does not name
	| 'time'; // no result in the time that the definition names for the tool

export interface Breach {
	kind: BreachKind;
	/** The tool, as its server names it. */
	tool: string;
	run: string;
	/** The conversation of the call. */
	conversationId: string;
	person?: string;
}

/** Switches off servers and tools of an agent that broke their contract, on all machines, until a person turns them on. Its methods do not fail. */
export interface Containment {
	/** Returns why a server (`mcp:crm`), one of its tools (`mcp:crm/pay`) or a tool of the definition (`pay`) is switched off. */
	find(part: string): Promise<Switch | undefined>;
	/** Notes a breach. @returns why the part is switched off, if it is */
	report(part: string, breach: Breach): Promise<Switch | undefined>;
	/** Notes a good result: what was counted before it is forgotten. */
	clear(part: string): Promise<void>;
}
