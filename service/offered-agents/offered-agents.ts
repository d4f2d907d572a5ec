import { findReach } from '../../core/tools/agent-reach';
import type { ToolSettings } from '../../core/tools/definition/tool-settings';
import type { Host } from '../../providers/compose/hosts/host';
import { readAgentDefinitions } from '../../providers/files/agent-definitions';

export interface OfferedAgent {
	id: string;
	version: string;
	name: string;
	purpose: string;
	capabilities: string[];
	/** True if no tool of it, or of agents that it calls, changes anything. Undefined for a definition elsewhere. */
	reads?: boolean;
	/** Its rules name tools that only a process or an n8n node gives it. */
	lacksTools?: boolean;
	output?: object;
}

/**
 * Lists agents of the registry and the host's folders, by id. Omits unreadable ones, whose run tells why, and unnamed ones whose tools only their
 * process has: they would answer without them.
 */
export async function listOfferedAgents(host: Host, offered?: ReadonlySet<string>): Promise<OfferedAgent[]> {
	const agents = new Map<string, OfferedAgent>();
	const definitions = await readAgentDefinitions(host.agentFolders, { note: () => undefined });
	const readTools = async ({ agent }: { agent: string }) => (definitions.get(agent) as { tools?: ToolSettings }).tools ?? {};
	for (const [id, definition] of definitions) {
		const agent = describe(id, definition as Record<string, unknown> | null);
		if (!agent) continue;
		const { effect } = await findReach({ kind: 'agent', agent: id, description: '' }, readTools);
		agents.set(id, { ...agent, reads: effect === 'reads' && !agent.lacksTools });
	}
	for (const { name, ...published } of (await host.published?.list('agent')) ?? [])
		agents.set(name, { ...agents.get(name), name: agents.get(name)?.name ?? name, ...published, id: name });
	const isOffered = ({ id, lacksTools }: OfferedAgent) => (offered ? offered.has(id) : !lacksTools);
	return [...agents.values()].filter(isOffered).sort((one, other) => (one.id < other.id ? -1 : 1));
}

function describe(id: string, definition: Record<string, unknown> | null): OfferedAgent | undefined {
	const { version, name, purpose, capabilities, output, tools } = definition ?? {};
	if (typeof version !== 'string' || typeof name !== 'string' || typeof purpose !== 'string') return undefined;
	const schema = (output as { schema?: unknown } | null | undefined)?.schema;
	return {
		id,
		version,
		name,
		purpose,
		capabilities: Array.isArray(capabilities) ? capabilities.filter((one) => typeof one === 'string') : [],
		...(needsTools(tools) && { lacksTools: true }),
		...(typeof schema === 'object' && schema !== null && { output: schema }),
	};
}

/** Rules for undefined tools mean process elements, or tools connected in n8n. */
function needsTools(tools: unknown): boolean {
	const { define = [], rules = [] } = (tools ?? {}) as Pick<ToolSettings, 'define' | 'rules'>;
	return define.length === 0 && rules.some(({ permission }) => permission !== 'deny');
}
