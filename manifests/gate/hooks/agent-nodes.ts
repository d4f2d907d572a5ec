/** A node that one of n8n's own agents uses as a tool. */
export interface AgentNode {
	type: string;
	typeVersion: number;
	name: string;
}

/** What n8n gives to hooks as `this`: repositories of its database. */
export interface HookContext {
	dbCollections?: { Workflow?: { manager?: { getRepository(entity: string): AgentRepository } } };
}

interface AgentRepository {
	findOne(query: { where: { id: string }; relations: { activeVersion: true } }): Promise<AgentRow | null>;
}

/** The columns of n8n's entity `Agent`. A published agent runs the schema of its active version. */
interface AgentRow {
	schema?: unknown;
	activeVersion?: { schema?: unknown } | null;
}

/** n8n bounds its schemas; this bounds those that somebody wrote into its database. */
const maxDepth = 32;

/**
 * Reads from n8n's database which nodes an agent has as tools, because n8n passes the id of the agent alone.
 * @throws Error where n8n has no such table, or another one
 */
export async function readAgentNodes({ dbCollections }: HookContext, id: string): Promise<AgentNode[]> {
	const manager = dbCollections?.Workflow?.manager;
	if (manager === undefined) throw new Error('n8n passes no database to its hooks');
	const agent = await manager.getRepository('Agent').findOne({ where: { id }, relations: { activeVersion: true } });
	if (agent === null) throw new Error('n8n has no such agent');
	return listNodes(agent.activeVersion?.schema ?? agent.schema, 0);
}

/** Finds them anywhere, so that a new place for tools is not left out. */
function listNodes(value: unknown, depth: number): AgentNode[] {
	if (typeof value !== 'object' || value === null || depth > maxDepth) return [];
	const { nodeType, nodeTypeVersion } = value as { nodeType?: unknown; nodeTypeVersion?: unknown };
	const own = typeof nodeType === 'string' ? [{ type: nodeType, typeVersion: Number(nodeTypeVersion ?? 1), name: nodeType }] : [];
	return [...own, ...Object.values(value).flatMap((part) => listNodes(part, depth + 1))];
}
