interface AgentNode {
	type: string;
	typeVersion: number;
	name: string;
}

export interface HookContext {
	dbCollections?: { Workflow?: { manager?: { getRepository(entity: string): AgentRepository } } };
}

interface AgentRepository {
	findOne(query: { where: { id: string }; relations: { activeVersion: true } }): Promise<AgentRow | null>;
}

/** Columns of n8n's entity `Agent`. A published agent runs the schema of its active version. */
interface AgentRow {
	schema?: unknown;
	activeVersion?: { schema?: unknown } | null;
}

/** Bounds schemas written directly into n8n's database. */
const maxDepth = 32;

/**
 * Reads an agent's tool nodes from n8n's database, because n8n passes only the agent's id. @throws Error if n8n lacks the table or has another one
 */
export async function readAgentNodes({ dbCollections }: HookContext, id: string): Promise<AgentNode[]> {
	const manager = dbCollections?.Workflow?.manager;
	if (manager === undefined) throw new Error('n8n passes no database to its hooks');
	const agent = await manager.getRepository('Agent').findOne({ where: { id }, relations: { activeVersion: true } });
	if (agent === null) throw new Error('n8n has no such agent');
	return listNodes(agent.activeVersion?.schema ?? agent.schema, 0);
}

function listNodes(value: unknown, depth: number): AgentNode[] {
	if (typeof value !== 'object' || value === null || depth > maxDepth) return [];
	const { nodeType, nodeTypeVersion } = value as { nodeType?: unknown; nodeTypeVersion?: unknown };
	const own = typeof nodeType === 'string' ? [{ type: nodeType, typeVersion: Number(nodeTypeVersion ?? 1), name: nodeType }] : [];
	return [...own, ...Object.values(value).flatMap((part) => listNodes(part, depth + 1))];
}
