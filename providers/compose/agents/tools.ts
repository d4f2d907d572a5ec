import type { AgentDefinition } from '../../../core/agents/definition/agent-definition';
import type { A2aTool } from '../../../core/tools/definition/server-tools';
import type { N8nNodeTool } from '../../../core/tools/definition/agent-tools';
import type { ToolDefinition } from '../../../core/tools/definition/tool-settings';
import type { AgentParts } from '../../../core/agents/agent-parts';
import type { HttpTool } from '../../../core/ports/tools/tool-shapes';
import type { Tool, ToolSource } from '../../../core/ports/tools/tools';
import { closeParameters } from '../../../core/tools/checks/check-parameters';
import { createAskingTool, handOverName } from '../../../core/channels/hand-over-tool';
import { hideSecrets } from '../../../core/tools/hide-secrets';
import { applyContract, applyLimits } from '../../../core/tools/tool-contract';
import { composeKnowledgeTool } from './agent-knowledge';
import { composeServer } from './mcp-tools';
import { tellWho } from './tell-who';
import type { IdentityHost } from './tool-identity';
import { createA2aSource } from '../../tools/a2a/a2a-source';
import { createHttpTool } from '../../tools/http/http-tool';
import { withResidency } from '../settings/residency';
import { guardedFetch } from '../../http/guarded-fetch';
import type { KnowledgeHost } from '../hosts/knowledge-host';
import type { NodeHost } from '../hosts/node-host';
import type { ToolHost } from '../hosts/tool-host';
import { composeLeads } from './leads';
import { composeScripts } from './script-tools';
import { composeBrowser } from './computer/browser-tool';
import { composeShell } from './computer/shell-tool';
import { requireListedServer, withoutRedirects } from '../settings/tool-servers';
import { fillHeaders, findMissing, lookUpSecrets, readSecretValues } from './tool-secrets';

const usualTimeoutMs = 30_000;

/**
 * Opens nothing yet: a missing or unreachable source is an error only for a run that uses it, not for a replay. @param folder with the scripts;
 * undefined if the definition is not a file
 */
export function composeTools(
	definition: AgentDefinition,
	host: ToolHost & KnowledgeHost & NodeHost,
	folder?: string,
): Pick<AgentParts, 'tools' | 'toolSources'> {
	const { define = [] } = definition.tools ?? {};
	const isInline = folder === undefined;
	const http = define.filter((tool) => tool.kind === 'http');
	const servers = define.filter((tool) => tool.kind === 'mcp');
	const others = define.filter((tool) => tool.kind === 'a2a').map((tool) => composeForeignAgent(tool, host, isInline));
	const nodes = define.filter((tool) => tool.kind === 'n8n-node');
	const scripts = define.filter((tool) => tool.kind === 'sandbox-script');
	const shells = define
		.filter((tool) => tool.kind === 'sandbox-shell')
		.map((tool) =>
			composeShell(tool, {
				agent: definition.id,
				folder,
				openShell: host.openShell,
				timeoutMs: tool.limits?.timeoutMs ?? definition.tools?.timeoutMs,
			}),
		);
	const browsers = define
		.filter((tool) => tool.kind === 'sandbox-browser')
		.map((tool) =>
			composeBrowser(tool, {
				...{ agent: definition.id, isInline, openBrowser: host.openBrowser },
				...{ allowPrivateNetworks: host.allowPrivateNetworks, timeoutMs: tool.limits?.timeoutMs ?? definition.tools?.timeoutMs },
			}),
		);
	const leads = define.filter((tool) => tool.kind === 'leads').map((tool) => composeLeads(tool, host));
	const searches = define.filter((tool) => tool.kind === 'knowledge').map((tool) => composeKnowledgeTool(tool, definition, host));
	const connected = [...(host.tools ?? []), ...composeAsking(definition, host)].map((tool) => applyLimits(tool, definition.tools?.limits));
	const tools = [...connected, ...searches.map((tool) => applyContract(tool, define))];
	const toolSources = [
		...(http.length > 0 ? [httpSource(http, host, isInline)] : []),
		...(nodes.length > 0 ? [nodeSource(nodes, definition, host)] : []),
		...servers.map((server) => composeServer(server, host, isInline)),
		...others,
		...leads,
		...shells,
		...browsers,
		...(scripts.length > 0
			? [
					composeScripts(scripts, {
						folder,
						runScript: host.runScript,
						requireLevel: host.requireLevel,
						timeoutMs: definition.tools?.timeoutMs,
					}),
				]
			: []),
	];
	return {
		...((host.tools || tools.length > 0) && { tools }),
		...(toolSources.length > 0 && { toolSources: toolSources.map((source) => applyContracts(source, define)) }),
	};
}

/** The host's own hand-over tool takes its place. */
function composeAsking({ tools }: AgentDefinition, host: ToolHost): Tool[] {
	const isOffered = host.tools?.some(({ name }) => name === handOverName);
	return tools?.handOver && !isOffered ? [createAskingTool(host.writeHandOver ?? host.hearHandOver)] : [];
}

const applyContracts = (source: ToolSource, define: ToolDefinition[]): ToolSource => ({
	name: source.name,
	...(source.source !== undefined && { source: source.source }),
	...(source.describe && { describe: () => source.describe!().map((tool) => applyContract(tool, define)) }),
	tools: async (...asked) => (await source.tools(...asked)).map((tool) => applyContract(tool, define)),
	close: () => source.close(),
});

function httpSource(definitions: HttpTool[], host: ToolHost & IdentityHost, isInline: boolean): ToolSource {
	return {
		name: 'definition',
		describe: () => definitions.map(describeHttpTool),
		async tools(_signal, acting) {
			const guarded = guardedFetch(withResidency('The server of the tool', host));
			return Promise.all(
				definitions.map(async (definition) => {
					const who = `The tool ${definition.name}`;
					const sent = new Set<string>();
					const send = await tellWho(guarded, definition, { who, acting, isInline, sent }, host);
					const secrets = lookUpSecrets(definition, host);
					const missing = findMissing(definition.headers ?? {}, who, secrets);
					// The model reports what it cannot do; an aborted run would leave the user without an answer.
					if (missing) return { ...describeHttpTool(definition), call: () => Promise.reject(missing) };
					const headers = fillHeaders(definition, who, secrets);
					const tool = createHttpTool(definition, { parameters: closeParameters(definition.parameters), headers, send });
					const fixed = readSecretValues(definition, secrets);
					return hideSecrets(tool, () => [...fixed, ...sent]);
				}),
			);
		},
		close: async () => undefined,
	};
}

const describeHttpTool = (definition: HttpTool): Tool =>
	createHttpTool(definition, { parameters: closeParameters(definition.parameters), headers: {}, send: refuseToSend });

const refuseToSend = (): Promise<never> => Promise.reject(new Error('A tool that is only described was called.'));

/** The gate decides about all nodes before a model is asked: no model can work around an unapproved node. */
function nodeSource(nodes: N8nNodeTool[], { id, tools }: AgentDefinition, host: NodeHost): ToolSource {
	const timeoutMs = tools?.timeoutMs ?? usualTimeoutMs;
	return {
		name: 'n8n',
		async tools() {
			const [{ admitNode, runNodeTask, startNodes }, { createNodeTool }] = await Promise.all([
				import('../nodes/node-task'),
				import('../../tools/n8n-node/node-tool'),
			]);
			for (const type of new Set(nodes.map(({ nodeType }) => nodeType))) await admitNode(type, host);
			await startNodes(host);
			return nodes.map((node) =>
				createNodeTool(node, closeParameters(node.parameters), (task, signal) =>
					runNodeTask({ ...task, workflow: id, timeoutMs: node.limits?.timeoutMs ?? timeoutMs }, host, signal),
				),
			);
		},
		close: async () => undefined,
	};
}

/** Composes the tool of a foreign agent. Its card and secrets are read when a run begins. */
export function composeForeignAgent(definition: A2aTool, host: ToolHost & IdentityHost, isInline: boolean): ToolSource {
	const { name, description, url, card, effect } = definition;
	return {
		name,
		source: `a2a:${name}`,
		async tools(signal, acting) {
			const who = `The agent ${name}`;
			const sent = new Set<string>();
			const secrets = lookUpSecrets(definition, host);
			requireListedServer(who, url, host.toolServers);
			const guarded = withoutRedirects(guardedFetch(withResidency(`The agent ${name}`, host)), host.toolServers);
			const send = await tellWho(guarded, definition, { who, acting, isInline, sent }, host);
			const reach = { url, headers: fillHeaders(definition, who, secrets), send };
			const tools = await createA2aSource({ name, description, card, effect, ...reach }).tools(signal);
			const fixed = readSecretValues(definition, secrets);
			return tools.map((tool) => hideSecrets(tool, () => [...fixed, ...sent]));
		},
		close: async () => undefined,
	};
}
