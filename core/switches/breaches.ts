import type { BreachKind } from '../ports/tools/containment';
import type { Tool } from '../ports/tools/tools';
import { toSafeName } from '../tools/tool-names';

/** Conversations in a row with a breach that their messages could have caused. */
const maxBreaches = 3;

/** Breaches in a server's first words, which no message of a person can cause. */
const ownDoing: ReadonlySet<BreachKind> = new Set(['changed', 'orders', 'imitation']);

/** Returns how many conversations have to see a breach before it switches off what broke. */
export const countNeeded = (kind: BreachKind): number => (ownDoing.has(kind) ? 1 : maxBreaches);

/** Names a tool as it is switched off alone, and its server; none for a tool of the host or another agent. */
export function nameParts({ source, name }: Pick<Tool, 'source' | 'name'>): { tool: string; server?: string } | undefined {
	if (source === 'definition') return { tool: name };
	return isServer(source) ? { tool: `${source}/${toSafeName(name)}`, server: source } : undefined;
}

const isServer = (source: string): boolean => source.startsWith('mcp:') || source.startsWith('a2a:');

/** Says what broke, without texts of the server. */
export function describeBreach(kind: BreachKind, tool: string, run: string): string {
	return `${phrases[kind](toSafeName(tool))} (run ${run.slice(0, 100)})`;
}

const inARow = `, in ${maxBreaches} conversations in a row`;
const phrases: Record<BreachKind, (tool: string) => string> = {
	changed: (tool) => `the tool ${tool} is not the pinned one`,
	orders: (tool) => `the description of the tool ${tool} gives the model orders`,
	imitation: (tool) => `the name of the tool ${tool} passes for that of another tool of the agent`,
	result: (tool) => `a result of the tool ${tool} did not fit its schema${inARow}`,
	signature: (tool) => `a result of the tool ${tool} was not signed as its definition demands${inARow}`,
	size: (tool) => `the server sent too large a message about the tool ${tool}${inARow}`,
	permission: (tool) => `the program of ${tool} asked servers that its definition does not name${inARow}`,
	time: (tool) => `the tool ${tool} gave no result within its limit${inARow}`,
};
