import type { AgentDefinition } from '../../../core/agents/definition/agent-definition';
import type { AgentParts } from '../../../core/agents/agent-parts';
import { TroupeError } from '../../../core/base/errors';
import type { Capabilities } from '../../../core/ports/capabilities/capabilities';
import { parseRequestPattern } from '../../../core/ports/capabilities/request-pattern';
import type { Tool, ToolSource } from '../../../core/ports/tools/tools';
import type { ToolHost } from '../hosts/tool-host';

type ToolParts = Pick<AgentParts, 'tools' | 'toolSources'>;

/**
 * Holds an agent to the tools and node types of its manifest. A named tool that the manifest lacks is an error before a model is asked; a server's
 * tools are reduced to the allowed ones. @throws TroupeError CAPABILITY_MISSING
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

/** Limits requests of tools to the manifest: a list without requests allows none. */
export const permitRequests = <Parts extends ToolHost>(host: Parts, permissions: Capabilities | undefined): Parts =>
	permissions === undefined ? host : { ...host, requests: (permissions.requests ?? []).map(parseRequestPattern) };

const restrict = (source: ToolSource, select: (tools: Tool[]) => Tool[]): ToolSource => ({
	name: source.name,
	...(source.source !== undefined && { source: source.source }),
	tools: async (...asked) => select(await source.tools(...asked)),
	close: () => source.close(),
});

/** Returns the capabilities that the agent needs: its tools, node types, unusual programs, and requests of browsers. */
export function listNamedTools({ tools }: AgentDefinition): Required<Pick<Capabilities, UnlistedTool['capability']>> {
	const define = tools?.define ?? [];
	return {
		tools: define.flatMap((tool) => ('name' in tool && tool.name !== undefined ? [tool.name] : [])),
		nodeTypes: define.flatMap((tool) => (tool.kind === 'n8n-node' ? [tool.nodeType] : [])),
		programs: define.flatMap((tool) => (tool.kind === 'sandbox-shell' ? (tool.programs ?? []) : [])),
		requests: define.flatMap((tool) => (tool.kind === 'sandbox-browser' || tool.kind === 'mcp' ? (tool.requests ?? []) : [])),
	};
}

export function findUnlistedTool(definition: AgentDefinition, permissions: Capabilities): UnlistedTool | undefined {
	const named = listNamedTools(definition);
	for (const capability of ['tools', 'nodeTypes', 'programs', 'requests'] as const) {
		const value = named[capability].find((one) => !permissions[capability]?.includes(one));
		if (value !== undefined) return { capability, value };
	}
	return undefined;
}

export interface UnlistedTool {
	capability: 'tools' | 'nodeTypes' | 'programs' | 'requests';
	value: string;
}

function requirePermitted(definition: AgentDefinition, permissions: Capabilities): void {
	const unlisted = findUnlistedTool(definition, permissions);
	if (unlisted) throw missingCapability(definition, unlisted);
}

const nouns = { tools: 'the tool', nodeTypes: 'the node type', programs: 'the program', requests: 'the request' };

function missingCapability({ id, version }: AgentDefinition, { capability, value }: UnlistedTool): TroupeError {
	const what = nouns[capability];
	return new TroupeError({
		code: 'CAPABILITY_MISSING',
		message: `The agent ${id} ${version} uses ${what} ${value}, which its manifest does not allow`,
		fix: `Publish a version with "${value}" among its ${capability} and have it approved: \`troupe manifest publish ${id}.json --permissions FILE\`.`,
		details: { capability, actual: value, agent: id, version },
	});
}
