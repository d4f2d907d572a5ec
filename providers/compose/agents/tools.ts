/** Composes the tools of an agent's definition, by their kind. */
import type { AgentDefinition } from '../../../core/agents/definition/agent-definition';
import type { A2aTool, McpTools, N8nNodeTool, ToolDefinition } from '../../../core/tools/tool-definition';
import type { AgentParts } from '../../../core/agents/agent-parts';
import { TroupeError } from '../../../core/base/errors';
import type { HttpTool, ToolSource } from '../../../core/ports';
import { closeParameters } from '../../../core/tools/check-definitions';
import { hideSecrets } from '../../../core/tools/hide-secrets';
import { applyContract } from '../../../core/tools/tool-contract';
import { checkPins } from '../../../core/tools/tool-pin';
import { compileForeignSchema } from '../../../core/tools/tool-schema';
import { composeKnowledgeTool } from './agent-knowledge';
import { createA2aSource } from '../../tools/a2a/a2a-source';
import { createHttpTool } from '../../tools/http/http-tool';
import type { CompileForm } from '../../tools/mcp/mcp-server';
import { createMcpSource } from '../../tools/mcp/mcp-source';
import { guardedFetch } from '../../http/guarded-fetch';
import type { ToolHost, KnowledgeHost, NodeHost, VaultHost } from '../host';
import { fetchWithCredential } from './credential-fetch';
import { composeLeads } from './leads';
import { composeScripts } from './script-tools';
import { composeBrowser } from './computer/browser-tool';
import { composeShell } from './computer/shell-tool';
import { requireListedServer, withoutRedirects } from '../settings/tool-servers';
import { requireProgramsAllowed, startProgram } from './start-program';
import { checkEncryption, fill, fillHeaders, lookUpSecrets, readSecretValues } from './tool-secrets';

const usualTimeoutMs = 30_000;

/**
 * Opens nothing yet: a missing or unreachable source is an error only for a run that uses it, not for a replay.
 * @param folder of the definition, with its scripts; undefined if it is not a file
 */
export function composeTools(
	definition: AgentDefinition,
	host: ToolHost & KnowledgeHost & NodeHost,
	folder?: string,
): Pick<AgentParts, 'tools' | 'toolSources'> {
	const { define = [] } = definition.tools ?? {};
	const http = define.filter((tool) => tool.kind === 'http');
	const servers = define.filter((tool) => tool.kind === 'mcp');
	const others = define.filter((tool) => tool.kind === 'a2a').map((tool) => composeForeignAgent(tool, host));
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
				...{ agent: definition.id, isInline: folder === undefined, openBrowser: host.openBrowser },
				...{ allowPrivateNetworks: host.allowPrivateNetworks, timeoutMs: tool.limits?.timeoutMs ?? definition.tools?.timeoutMs },
			}),
		);
	const leads = define.filter((tool) => tool.kind === 'leads').map((tool) => composeLeads(tool, host));
	const searches = define.filter((tool) => tool.kind === 'knowledge').map((tool) => composeKnowledgeTool(tool, definition, host));
	const tools = [...(host.tools ?? []), ...searches.map((tool) => applyContract(tool, define))];
	const toolSources = [
		...(http.length > 0 ? [httpSource(http, host)] : []),
		...(nodes.length > 0 ? [nodeSource(nodes, definition, host)] : []),
		...servers.map((server) => composeServer(server, host)),
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
		...((host.tools || searches.length > 0) && { tools }),
		...(toolSources.length > 0 && { toolSources: toolSources.map((source) => applyContracts(source, define)) }),
	};
}

const applyContracts = (source: ToolSource, define: ToolDefinition[]): ToolSource => ({
	name: source.name,
	...(source.source !== undefined && { source: source.source }),
	...(source.describe && { describe: () => source.describe!().map((tool) => applyContract(tool, define)) }),
	tools: async (signal) => (await source.tools(signal)).map((tool) => applyContract(tool, define)),
	close: () => source.close(),
});

function httpSource(definitions: HttpTool[], host: ToolHost): ToolSource {
	return {
		name: 'definition',
		describe: () =>
			definitions.map((definition) =>
				createHttpTool(definition, { parameters: closeParameters(definition.parameters), headers: {}, send: refuseToSend }),
			),
		async tools() {
			const send = guardedFetch(host);
			return definitions.map((definition) => {
				const secrets = lookUpSecrets(definition, host);
				const headers = fillHeaders(definition, `The tool ${definition.name}`, secrets);
				const tool = createHttpTool(definition, { parameters: closeParameters(definition.parameters), headers, send });
				return hideSecrets(tool, readSecretValues(definition, secrets));
			});
		},
		close: async () => undefined,
	};
}

const refuseToSend = (): Promise<never> => Promise.reject(new Error('A tool that is only described was called.'));

/** The gate decides about all nodes before a model is asked: no model can work around a node that is not approved. */
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

/** Composes the tools of an MCP server. Looks up secrets with the first request. After `close` it starts again for the next run of the same agent. */
export function composeServer(definition: McpTools, host: ToolHost & VaultHost): ToolSource {
	const { server, pins, tools: wanted = pins && Object.keys(pins), effects } = definition;
	const sent = new Set<string>();
	let source: ToolSource | undefined;
	return {
		name: server,
		source: `mcp:${server}`,
		async tools(signal) {
			source ??= createMcpSource({ server, compileForm, tools: wanted, effects, reach: resolveReach(definition, host, sent) });
			const tools = await source.tools(signal);
			if (pins) checkPins(server, tools, pins);
			const fixed = readSecretValues(definition, lookUpSecrets(definition, host));
			return tools.map((tool) => hideSecrets(tool, () => [...fixed, ...sent]));
		},
		async close() {
			const ended = source;
			source = undefined;
			await ended?.close();
		},
	};
}

/** Composes the tool of an agent of others. Its card is read, and secrets are looked up, when a run begins. */
function composeForeignAgent(definition: A2aTool, host: ToolHost): ToolSource {
	const { name, description, url, card, effect } = definition;
	return {
		name,
		source: `a2a:${name}`,
		async tools(signal) {
			const secrets = lookUpSecrets(definition, host);
			requireListedServer(`The agent ${name}`, url, host.toolServers);
			const send = withoutRedirects(guardedFetch(host), host.toolServers);
			const reach = { url, headers: fillHeaders(definition, `The agent ${name}`, secrets), send };
			const tools = await createA2aSource({ name, description, card, effect, ...reach }).tools(signal);
			return tools.map((tool) => hideSecrets(tool, readSecretValues(definition, secrets)));
		},
		close: async () => undefined,
	};
}

const compileForm: CompileForm = async (parameters) =>
	(await compileForeignSchema({ name: 'form', source: 'elicitation', parameters })).findProblem;

/** @param sent gets what is sent of the credential */
function resolveReach(definition: McpTools, host: ToolHost & VaultHost, sent: Set<string>) {
	const { server, url, command = '', args = [], env = {}, credential } = definition;
	const who = `The MCP server "${server}"`;
	const secrets = lookUpSecrets(definition, host);
	if (credential !== undefined && !host.allowCredentials) throw withoutCredentials(who, credential);
	if (credential !== undefined && url !== undefined) checkEncryption(who, credential, url);
	if (url !== undefined) requireListedServer(who, url, host.toolServers);
	const send = withoutRedirects(guardedFetch(host), host.toolServers);
	if (url !== undefined && credential !== undefined)
		return {
			kind: 'http' as const,
			url,
			headers: fillHeaders(definition, who, secrets),
			send: fetchWithCredential(send, { credential, url, sent }, host),
		};
	if (url !== undefined) return { kind: 'http' as const, url, headers: fillHeaders(definition, who, secrets), send };
	requireProgramsAllowed(definition, host);
	const filled = fill(env, who, secrets);
	return { kind: 'program' as const, key: JSON.stringify([command, ...args]), start: () => startProgram(definition, filled, host) };
}

const withoutCredentials = (who: string, credential: string) =>
	new TroupeError({
		code: 'TOOL_INVALID',
		message: `${who} names the credential ${JSON.stringify(credential)}, which a definition that comes with a request does not get.`,
		fix: 'Store the definition with the operator’s agents, or set TROUPE_ALLOW_INLINE_AGENTS=true.',
		details: { credential },
	});
