import type { AgentDefinition } from '../../../core/agents/definition/agent-definition';
import type { AgentParts } from '../../../core/agents/agent-parts';
import { TroupeError } from '../../../core/base/errors';
import type { Capabilities, Tool, ToolSource } from '../../../core/ports';

type ToolParts = Pick<AgentParts, 'tools' | 'toolSources'>;

/**
 * Holds an agent to the tools and node types that its manifest allows. What the definition names and the manifest does not is an error before a model
 * is asked; of the tools of a server, only the allowed ones are there.
 * @throws TroupeError CAPABILITY_MISSING
 */
export function permitTools(parts: ToolParts, definition: AgentDefinition, permissions: Capabilities | undefined): ToolParts {
	if (permissions === undefined) return parts;
	requirePermitted(definition, permissions);
	const permitted = new Set(permissions.tools);
	const select = (tools: readonly Tool[]) => tools.filter(({ name }) => permitted.has(name));
	const { tools, toolSources } = parts;
	return {
		...(tools && { tools: select(tools) }),
		...(toolSources && { toolSources: toolSources.map((source) => restrict(source, select)) }),
	};
}

const restrict = (source: ToolSource, select: (tools: Tool[]) => Tool[]): ToolSource => ({
	name: source.name,
	tools: async (signal) => select(await source.tools(signal)),
	close: () => source.close(),
});

function requirePermitted(definition: AgentDefinition, { tools = [], nodeTypes = [] }: Capabilities): void {
	for (const tool of definition.tools?.define ?? []) {
		if ('name' in tool && tool.name !== undefined && !tools.includes(tool.name)) throw missingCapability(definition, 'tools', tool.name);
		if (tool.kind === 'n8n-node' && !nodeTypes.includes(tool.nodeType)) throw missingCapability(definition, 'nodeTypes', tool.nodeType);
	}
}

function missingCapability({ id, version }: AgentDefinition, capability: 'tools' | 'nodeTypes', value: string): TroupeError {
	const what = capability === 'tools' ? 'the tool' : 'the node type';
	return new TroupeError({
		code: 'CAPABILITY_MISSING',
		message: `The agent ${id} ${version} uses ${what} ${value}, which its manifest does not allow`,
		fix: `Publish a version with "${value}" among its ${capability} and have it approved: \`troupe manifest publish ${id}.json --permissions FILE\`.`,
		details: { capability, actual: value, agent: id, version },
	});
}
