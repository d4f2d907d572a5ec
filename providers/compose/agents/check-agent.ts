/** Checks what a schema cannot: this machine has what a definition needs. */
import { join } from 'node:path';
import type { AgentDefinition } from '../../../core/agents/definition/agent-definition';
import { getErrorMessage } from '../../../core/base/errors';
import { isSafeUrl } from '../../../core/base/network/loopback';
import { toolSecretPrefix } from '../../../core/base/settings/setting-names';
import { describeDeadRules, describeDeadSums, findMissingTools } from '../../../core/tools/wanted/find-missing-tools';
import type { McpTools } from '../../../core/tools/definition/server-tools';
import type { ShellTool } from '../../../core/tools/definition/sandbox-tools';
import type { ToolDefinition } from '../../../core/tools/definition/tool-settings';
import { describeLowered } from '../../../core/tools/effect';
import { nameServer } from '../../../core/tools/secret-servers';
import { listSecrets } from '../../../core/tools/tool-headers';
import type { HttpTool } from '../../../core/ports/tools/tool-shapes';
import { readDocuments } from '../../files/documents';
import { findSystemProgram } from '../../processes/find-programs';
import type { Host } from '../hosts/host';
import { checkCollections } from './check-collections';
import { checkPrompt } from './check-prompt';
import { checkTeam } from './check-team';
import { isListedServer } from '../settings/tool-servers';
import { findShellFolder } from './computer/shell-folder';

export interface AgentCheck {
	problems: string[];
	warnings: string[];
	/** Tools that its rules name and that do not exist. */
	missingTools: string[];
}

export async function checkAgent(definition: AgentDefinition, folder: string, host: Host): Promise<AgentCheck> {
	const missingTools = findMissingTools(definition.tools ?? {});
	const prompt = await checkPrompt(definition, host);
	return {
		problems: [
			...(await checkDocuments(definition, folder)),
			...(await checkShells(definition, folder)),
			...(await checkTeam(definition, folder, host)),
			...prompt.problems,
		],
		warnings: [
			...checkModels(definition, host),
			...prompt.warnings,
			...(await checkCollections(definition, host)),
			...(definition.tools?.define ?? []).flatMap((tool, index) => checkTool(tool, index, host)),
			...describeDeadRules(definition.tools ?? {}),
			...describeDeadSums(definition.tools ?? {}),
			...missingTools.map(
				(tool) => `tools.rules: the definition has no tool "${tool}". See what can be used instead: troupe wanted-tools show ${tool}`,
			),
		],
		missingTools,
	};
}

async function checkDocuments({ knowledge }: AgentDefinition, folder: string): Promise<string[]> {
	if (knowledge?.documents === undefined) return [];
	try {
		await readDocuments(join(folder, knowledge.documents), folder);
		return [];
	} catch (error) {
		return [`knowledge.documents: ${getErrorMessage(error)}`];
	}
}

async function checkShells({ tools }: AgentDefinition, folder: string): Promise<string[]> {
	const shells = (tools?.define ?? []).filter((tool) => tool.kind === 'sandbox-shell');
	const checked = await Promise.allSettled(shells.map((tool) => findShellFolder(tool, folder)));
	return checked.flatMap((one) => (one.status === 'rejected' ? [`tools.define: ${getErrorMessage(one.reason)}`] : []));
}

function checkModels({ model, tools }: AgentDefinition, { providers }: Pick<Host, 'providers'>): string[] {
	const names = [...new Set(model.route.map(({ provider }) => provider))];
	if (names.some((name) => providers[name])) return [];
	const instead = model.extractive === false || tools ? 'Every run fails' : 'The agent quotes its documents';
	if (names.length === 0) return tools ? ['model.route is empty, so no model can call the tools.'] : [];
	return [`model.route: no provider of it is set up on this machine (${names.join(', ')}). ${instead}.`];
}

function checkTool(tool: ToolDefinition, index: number, host: Pick<Host, 'secrets' | 'allowPrograms' | 'toolServers'>): string[] {
	const where = `tools.define.${index}`;
	if (tool.kind === 'http') return [...checkSecretsOf(tool, where, host), ...checkEffect(tool, where)];
	if (tool.kind === 'leads') return checkSecretsOf({ url: tool.url, headers: { apikey: tool.key } }, where, host);
	if (tool.kind === 'sandbox-shell') return checkPrograms(tool, where);
	if (tool.kind !== 'mcp' && tool.kind !== 'a2a') return [];
	const isUnlisted = tool.url !== undefined && !isListedServer(tool.url, host.toolServers);
	const unlisted = isUnlisted ? [`${where}.url: the server is not on the list TROUPE_TOOL_SERVERS of this machine.`] : [];
	if (tool.kind === 'a2a') return unlisted;
	const isForbidden = tool.command !== undefined && !host.allowPrograms;
	return [
		...checkSecretsOf(tool, where, host),
		...unlisted,
		...checkEncryption(tool, where),
		...(tool.pins ? [] : [`${where}.pins: the server can change its tools. Pin them: troupe agent tools FILE --pin`]),
		...(isForbidden ? [`${where}.command: agents may not start programs on this machine. Set TROUPE_ALLOW_PROGRAMS.`] : []),
	];
}

function checkEffect(tool: HttpTool, where: string): string[] {
	const lowered = describeLowered(tool);
	return lowered === undefined ? [] : [`${where}.effect: ${lowered}`];
}

function checkEncryption({ url, credential }: McpTools, where: string): string[] {
	if (url === undefined || isSafeUrl(url)) return [];
	const result = credential === undefined ? 'others on the way can read and change what the tools are given and return' : 'every run fails';
	return [`${where}.url: the connection to ${new URL(url).host} is not encrypted: ${result}. Use https://.`];
}

function checkPrograms({ programs = [] }: ShellTool, where: string): string[] {
	const missing = programs.filter((name) => findSystemProgram(name) === undefined);
	return missing.map((name) => `${where}.programs: the program ${name} is not installed on this machine.`);
}

/** Programs get secrets in their environment and have no server. */
function checkSecretsOf(
	tool: Pick<HttpTool | McpTools, 'url' | 'headers'> & Pick<McpTools, 'env'>,
	where: string,
	{ secrets, tenant }: Pick<Host, 'secrets' | 'tenant'>,
): string[] {
	const server = tool.url === undefined ? undefined : nameServer(tool.url);
	const texts = [...Object.values(tool.headers ?? {}), ...Object.values(tool.env ?? {})];
	return [...new Set(texts.flatMap(listSecrets))].flatMap((name) => {
		try {
			if (secrets?.(name, server, tenant)) return [];
			return [`${where}: the secret ${name} is missing. Set ${toolSecretPrefix}${name}.`];
		} catch (error) {
			return [`${where}: ${getErrorMessage(error)}`];
		}
	});
}
