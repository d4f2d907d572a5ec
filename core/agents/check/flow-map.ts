import type { TextSource } from '../../ports/runs/run-text';
import type { ToolEffect } from '../../ports/tools/tool-effect';

/** A kind of text that enters the runs of an agent. */
export interface FlowSource {
	/** The agent that reads it. */
	agent: string;
	kind: TextSource;
	/** The tool, the collection or the agent. */
	name: string;
	/** Whoever writes it may decide what the agent does. */
	trusted: boolean;
	/** Says what the agent gets of it. */
	note?: string;
}

/** Names what stands between the texts of others and a call, from least to most. */
export const barriers = [
	/** Nothing: whoever writes such a text can have the call made with any values. */
	'nothing',
	/** Only what a rule says of the arguments, or how often. */
	'rule',
	/** A person is asked about values that only others wrote. */
	'values',
	/** Such values are refused, and a person is asked about each effect. */
	'strict',
	/** A person is asked. */
	'person',
	/** The call is refused. */
	'denied',
] as const;
export type Barrier = (typeof barriers)[number];

/** Returns the stronger of two, which stand one after the other. */
export const strongest = (...some: Barrier[]): Barrier => barriers.findLast((one) => some.includes(one)) ?? 'nothing';
/** Returns the weakest of several ways. */
export const weakest = (some: readonly Barrier[]): Barrier => barriers.find((one) => some.includes(one)) ?? 'denied';

/** One way in which a call can be decided: by a rule, or because no rule fits. */
export interface Way {
	/** The place of the rule, such as `tools.rules.2`; absent where none fits. */
	rule?: string;
	barrier: Barrier;
	/** In words, in English. */
	between: string;
}

/** A call that changes something, tells others its arguments, or makes another agent act. */
export interface FlowEffect {
	agent: string;
	/** The name of the tool; `*` stands for those that only a server knows. */
	tool: string;
	/** Takes the highest effect of its tools for a called agent. */
	effect: ToolEffect;
	/** A call that only reads, but tells others its arguments. */
	tells: boolean;
	/** The agent that is called. */
	calls?: string;
	/** The host connects the tool, so its effect is not known. */
	isConnected?: boolean;
	/** The place of the tool, such as `tools.define.1`. */
	where: string;
	/** The weakest of the ways. */
	barrier: Barrier;
	ways: Way[];
}

/** An agent of a team, with the texts that reach it and the calls that it can make. */
export interface AgentFlow {
	id: string;
	/** The agents that call it. */
	calledBy: string[];
	sources: FlowSource[];
	effects: FlowEffect[];
	/** The definition could not be read. */
	isUnread?: boolean;
}

/** Lists what enters an agent as a picture shows it: the message of a called agent is its callers', and can repeat what they read. */
export const listEntering = ({ id, calledBy, sources }: AgentFlow): FlowSource[] => [
	...calledBy.map((name): FlowSource => ({ agent: id, kind: 'agent', name, trusted: false })),
	...sources.filter(({ kind }) => calledBy.length === 0 || kind !== 'person'),
];

/** A text of others that reaches a call. */
export interface FlowPath {
	source: FlowSource;
	effect: FlowEffect;
	/** The strongest of what is on the way, calls of agents included. */
	barrier: Barrier;
	between: string;
}

/** All that a team reads and does; the first agent is the one that is asked. */
export interface FlowMap {
	agents: AgentFlow[];
	paths: FlowPath[];
}
