import type { Host } from '../../providers/compose/host';
import { readAgentDefinitions } from '../../cli/agent/read-agents';

/** An agent that the service offers to other programs, over MCP and A2A. */
export interface OfferedAgent {
	id: string;
	version: string;
	name: string;
	purpose: string;
	capabilities: string[];
	/** The JSON schema of its structured reply, if it has one. */
	output?: object;
}

/** Lists the offered agents of the registry and of the host's folders, by id. One that cannot be read is left out: running it tells why. */
export async function listOfferedAgents(host: Host, offered?: ReadonlySet<string>): Promise<OfferedAgent[]> {
	const agents = new Map<string, OfferedAgent>();
	for (const [id, definition] of await readAgentDefinitions(host.agentFolders, { note: () => undefined })) {
		const agent = describe(id, definition as Record<string, unknown> | null);
		if (agent) agents.set(id, agent);
	}
	for (const { name, ...published } of (await host.published?.list('agent')) ?? [])
		agents.set(name, { ...agents.get(name), name: agents.get(name)?.name ?? name, ...published, id: name });
	const isOffered = ({ id }: OfferedAgent) => !offered || offered.has(id);
	return [...agents.values()].filter(isOffered).sort((one, other) => (one.id < other.id ? -1 : 1));
}

function describe(id: string, definition: Record<string, unknown> | null): OfferedAgent | undefined {
	const { version, name, purpose, capabilities, output } = definition ?? {};
	if (typeof version !== 'string' || typeof name !== 'string' || typeof purpose !== 'string') return undefined;
	const schema = (output as { schema?: unknown } | null | undefined)?.schema;
	return {
		id,
		version,
		name,
		purpose,
		capabilities: Array.isArray(capabilities) ? capabilities.filter((one) => typeof one === 'string') : [],
		...(typeof schema === 'object' && schema !== null && { output: schema }),
	};
}
