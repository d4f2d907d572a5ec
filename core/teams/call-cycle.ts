import { validRange } from 'semver';

/** The agents that a call can reach. */
export interface AgentCall {
	agent: string;
	/** node-semver. */
	range: string;
}

/** Returns the calls of other agents in a definition, which is not validated yet. */
export function listAgentCalls(definition: unknown): AgentCall[] {
	const { tools } = (definition ?? {}) as { tools?: { define?: unknown } };
	const define = Array.isArray(tools?.define) ? (tools.define as unknown[]) : [];
	return define.flatMap((tool) => {
		const { kind, agent, range } = (tool ?? {}) as Record<string, unknown>;
		if (kind !== 'agent' || typeof agent !== 'string') return [];
		return [{ agent, range: typeof range === 'string' && validRange(range) !== null ? range : '*' }];
	});
}

/** Reads the definitions of all versions of an agent in a range that can run, or that can be allowed to. */
export type ReadVersions = (call: AgentCall) => Promise<unknown[]>;

/**
 * Finds the shortest way on which an agent would call itself, through any versions of the agents that it can call.
 * @returns the ids from the agent to itself; undefined if there is no such way
 */
export async function findCallCycle(id: string, definition: unknown, readVersions: ReadVersions): Promise<string[] | undefined> {
	const ways = listAgentCalls(definition).map((call) => ({ call, path: [id] }));
	const seen = new Set<string>();
	for (let way = ways.shift(); way !== undefined; way = ways.shift()) {
		const { call } = way;
		const path = [...way.path, call.agent];
		if (call.agent === id) return path;
		const key = `${call.agent}@${call.range}`;
		if (seen.has(key)) continue;
		seen.add(key);
		for (const version of await readVersions(call)) ways.push(...listAgentCalls(version).map((next) => ({ call: next, path })));
	}
	return undefined;
}

/** Says that an agent would call itself, for a list of problems. */
export const describeCycle = (path: string[]): string => `tools.define makes the agent call itself: ${path.join(' → ')}`;
