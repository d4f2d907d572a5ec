import type { TextSource } from '../../ports/runs/run-text';
import type { ToolEffect } from '../../ports/tools/tool-effect';

export interface FlowSource {
	agent: string;
	kind: TextSource;
	name: string;
	trusted: boolean;
	note?: string;
}

/** Barriers between foreign texts and a call, weakest first. */
export const barriers = [
	/** Nothing: a writer of foreign text can cause the call with any values. */
	'nothing',
	'rule',
	'values',
	'strict',
	'person',
	'denied',
] as const;
export type Barrier = (typeof barriers)[number];

export const strongest = (...some: Barrier[]): Barrier => barriers.findLast((one) => some.includes(one)) ?? 'nothing';
export const weakest = (some: readonly Barrier[]): Barrier => barriers.find((one) => some.includes(one)) ?? 'denied';

export interface Way {
	/** Place of the rule, such as `tools.rules.2`; absent if none fits. */
	rule?: string;
	barrier: Barrier;
	between: string;
}

/** A call that changes something, tells others its arguments, or makes another agent act. */
export interface FlowEffect {
	agent: string;
	/** Tool name; `*` stands for those that only a server knows. */
	tool: string;
	/** For a called agent, the highest effect of its tools. */
	effect: ToolEffect;
	tells: boolean;
	calls?: string;
	/** The host connects the tool, so its effect is unknown. */
	isConnected?: boolean;
	/** The place of the tool, such as `tools.define.1`. */
	where: string;
	barrier: Barrier;
	ways: Way[];
}

export interface AgentFlow {
	id: string;
	calledBy: string[];
	sources: FlowSource[];
	effects: FlowEffect[];
	isUnread?: boolean;
}

/** Lists inputs for the picture: a called agent's message comes from its callers, and can repeat their reading. */
export const listEntering = ({ id, calledBy, sources }: AgentFlow): FlowSource[] => [
	...calledBy.map((name): FlowSource => ({ agent: id, kind: 'agent', name, trusted: false })),
	...sources.filter(({ kind }) => calledBy.length === 0 || kind !== 'person'),
];

export interface FlowPath {
	source: FlowSource;
	effect: FlowEffect;
	barrier: Barrier;
	between: string;
}

export interface FlowMap {
	agents: AgentFlow[];
	paths: FlowPath[];
}
