import { validRange } from 'semver';

interface AgentCall {
	agent: string;
	/** node-semver. */
	range: string;
}

function listAgentCalls(definition: unknown): AgentCall[] {
	const { tools } = (definition ?? {}) as { tools?: { define?: unknown } };
	const define = Array.isArray(tools?.define) ? (tools.define as unknown[]) : [];
	return define.flatMap((tool) => {
		const { kind, agent, range } = (tool ?? {}) as Record<string, unknown>;
		if (kind !== 'agent' || typeof agent !== 'string') return [];
		return [{ agent, range: typeof range === 'string' && validRange(range) !== null ? range : '*' }];
	});
}

/** All versions in a range that can run, or can be allowed to. */
export type ReadVersions = (call: AgentCall) => Promise<unknown[]>;

/** Finds the shortest cycle, through any versions of callable agents. @returns the ids from the agent to itself; undefined without a cycle */
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

export const describeCycle = (path: string[]): string => `tools.define makes the agent call itself: ${path.join(' → ')}`;
