import type { AgentDefinition } from '../../../core/agents/definition/agent-definition';
import { TroupeError } from '../../../core/base/errors';
import type { JsonSchema } from '../../../core/ports/models/models';
import type { Browser, BrowserAction, BrowserOpener } from '../../../core/ports/sandbox/tools';
import type { BrowserTool } from '../../../core/tools/definition/sandbox-tools';
import type { A2aTool } from '../../../core/tools/definition/server-tools';
import type { N8nNodeTool } from '../../../core/tools/definition/agent-tools';
import type { ToolDefinition } from '../../../core/tools/definition/tool-settings';
import type { AgentParts } from '../../../core/agents/agent-parts';
import type { HttpTool } from '../../../core/ports/tools/tool-shapes';
import type { Tool, ToolContext, ToolResult, ToolSource } from '../../../core/ports/tools/tools';
import { closeParameters } from '../../../core/tools/checks/check-parameters';
import { createAskingTool, handOverName } from '../../../core/channels/hand-over-tool';
import { effectOfRequests } from '../../../core/tools/effect';
import { hideSecrets } from '../../../core/tools/hide-secrets';
import { applyContract, applyLimits } from '../../../core/tools/tool-contract';
import { composeKnowledgeTool } from './agent-knowledge';
import { toolTimeLimit, withoutSandbox } from './computer/computer-tool';
import type { Perform } from './computer/tell-gone';
import { tellGone } from './computer/tell-gone';
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
import { composeShell } from './computer/shell-tool';
import { requireListedServer, withoutRedirects } from '../settings/tool-servers';
import { fillHeaders, findMissing, lookUpSecrets, readSecretValues } from './tool-secrets';

/* Composes the browser of a definition as a tool: one page for the whole run. */

interface BrowserCall {
	operation: BrowserAction['operation'];
	url?: string;
	element?: number;
	text?: string;
	submit?: boolean;
}

/** One flat object: providers of models refuse alternatives at the top of a schema. */
const browserParameters: JsonSchema = {
	type: 'object',
	properties: {
		operation: {
			enum: ['open', 'read', 'list', 'click', 'type', 'screenshot'],
			description:
				'open: go to an address; read: the text of the page; list: its links, buttons and fields with numbers; click: an element; type: fill in a field or make a choice; screenshot: for the person who reviews the run.',
		},
		url: { type: 'string', minLength: 1, maxLength: 2_000, description: 'For open: http or https.' },
		element: { type: 'integer', minimum: 1, maximum: 200, description: 'For click and type: the number in the last list.' },
		text: { type: 'string', maxLength: 10_000, description: 'For type: the text, or the choice.' },
		submit: { type: 'boolean', description: 'For type: send the form afterwards.' },
	},
	required: ['operation'],
	additionalProperties: false,
};

function readAction({ operation, url, element, text, submit }: BrowserCall): BrowserAction | string {
	const lacks = (field: string) => `The operation ${operation} needs ${field}. Nothing was done.`;
	if (operation === 'open') return url === undefined ? lacks('url') : { operation, url };
	if (operation === 'click') return element === undefined ? lacks('element') : { operation, element };
	if (operation !== 'type') return { operation };
	if (element === undefined || text === undefined) return lacks('element and text');
	return { operation, element, text, ...(submit !== undefined && { submit }) };
}

interface BrowserToolParts {
	agent: string;
	isInline: boolean;
	openBrowser: BrowserOpener | undefined;
	allowPrivateNetworks: boolean | undefined;
	timeoutMs: number | undefined;
}

const usualMemoryMb = 1_024;
const usualCalls = 50;
const pageIsGone =
	'The browser began again: since the earlier calls, the run has waited for a person or gone on in another process, and its page and cookies are gone.';

/** The browser belongs to one run: it ends when the source is closed. */
function composeBrowser(definition: BrowserTool, parts: BrowserToolParts): ToolSource {
	let opened: Promise<Browser> | undefined;
	return {
		name: definition.name,
		describe: () => [toTool(definition, () => Promise.reject(new Error('A tool that is only described was called.')))],
		async tools(signal) {
			opened ??= open(definition, parts, signal);
			const browser = await opened.catch((error: unknown) => {
				opened = undefined;
				throw error;
			});
			return [
				toTool(
					definition,
					tellGone(pageIsGone, (call, context) => perform(browser, call, context)),
				),
			];
		},
		async close() {
			const ended = opened;
			opened = undefined;
			await (await ended)?.close();
		},
	};
}

async function open(definition: BrowserTool, parts: BrowserToolParts, signal: AbortSignal): Promise<Browser> {
	const { name, requests, level = 'L1', memoryMb = usualMemoryMb } = definition;
	const { agent, isInline, openBrowser, allowPrivateNetworks = false, timeoutMs } = parts;
	if (!openBrowser) throw withoutSandbox(name, 'a browser');
	if (isInline) throw refusedInline(name);
	const limits = { least: level, memoryMb, timeMs: toolTimeLimit(timeoutMs) };
	return openBrowser({ owner: `${agent}/${name}`, requests, allowPrivateNetworks, ...limits }, signal);
}

/** Forms can order, pay and delete: without a rule, a person is asked, unless its requests only read. */
function toTool(definition: BrowserTool, call: Perform<BrowserCall>): Tool {
	const { name, description, requests, limits } = definition;
	return {
		name,
		parameters: browserParameters,
		source: 'definition',
		effect: effectOfRequests(requests),
		limits: { calls: usualCalls, ...limits },
		description: `${description}\nA browser with one page, which stays open for later calls. Allowed requests: ${requests.join(', ')}. At most ${limits?.calls ?? usualCalls} calls.`,
		call: (input, context) => call(input as unknown as BrowserCall, context),
	};
}

async function perform(browser: Browser, call: BrowserCall, { signal }: ToolContext): Promise<ToolResult> {
	const action = readAction(call);
	if (typeof action === 'string') return { kind: 'error', text: action };
	const { step, ...result } = await browser.act(action, signal);
	return { ...result, sandbox: step };
}

const refusedInline = (name: string) =>
	new TroupeError({
		code: 'TOOL_INVALID',
		message: `The tool ${name} is a browser, which a definition that comes with a request cannot have.`,
		fix: 'Name the agent by its file or id.',
	});

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
				agent: definition.id,
				isInline,
				openBrowser: host.openBrowser,
				allowPrivateNetworks: host.allowPrivateNetworks,
				timeoutMs: tool.limits?.timeoutMs ?? definition.tools?.timeoutMs,
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
