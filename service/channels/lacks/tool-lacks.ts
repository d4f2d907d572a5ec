import { toolSecretPrefix } from '../../../core/base/settings/setting-names';
import type { Lack } from '../../../core/ports/channels/lacks';
import type { LeadTools } from '../../../core/tools/definition/agent-tools';
import type { ToolDefinition } from '../../../core/tools/definition/tool-settings';
import type { ToolSource } from '../../../core/ports/tools/tools';
import { nameServer } from '../../../core/tools/secret-servers';
import { listSecrets } from '../../../core/tools/tool-headers';
import { composeServer } from '../../../providers/compose/agents/mcp-tools';
import { composeForeignAgent } from '../../../providers/compose/agents/tools';
import { openLeadStore } from '../../../providers/compose/agents/leads';
import { isListedServer } from '../../../providers/compose/settings/tool-servers';
import { findSystemProgram } from '../../../providers/processes/find-programs';
import { findCredentialLacks } from './credential-lacks';
import { askInTime, lackOf } from './lack';
import type { LackPlace } from './lack-place';

export async function findToolLacks(tool: ToolDefinition, agent: string, place: LackPlace): Promise<Lack[]> {
	const neededBy = `${nameTool(tool)} of the agent ${agent}`;
	if (tool.kind === 'leads') return findLeadLacks(tool, neededBy, place);
	if (tool.kind === 'http') return findSecrets(tool.url, tool.headers, neededBy, place);
	if (tool.kind === 'n8n-node') return findCredentials(Object.values(tool.credentials ?? {}), neededBy, place);
	if (tool.kind === 'sandbox-shell') return (tool.programs ?? []).flatMap((name) => findProgram(name, neededBy));
	if (tool.kind === 'a2a') {
		const missing = [...findServer(tool.url, neededBy, place), ...findSecrets(tool.url, tool.headers, neededBy, place)];
		return missing.length > 0 ? missing : askServer(() => composeForeignAgent(tool, hostOf(place), false), tool.name, neededBy, place);
	}
	if (tool.kind !== 'mcp') return [];
	const missing = [
		...findServer(tool.url, neededBy, place),
		...(tool.command === undefined || place.host.allowPrograms ? [] : [programsForbidden(neededBy)]),
		...findSecrets(tool.url, { ...tool.headers, ...tool.env }, neededBy, place),
		...(await findCredentials(tool.credential === undefined ? [] : [tool.credential], neededBy, place)),
	];
	// A program would be started.
	if (missing.length > 0 || tool.url === undefined) return missing;
	return askServer(() => composeServer(tool, hostOf(place)), tool.server, neededBy, place);
}

const hostOf = ({ host, tenant }: LackPlace) => ({ ...host, tenant });

async function askServer(open: () => ToolSource, name: string, neededBy: string, { asks, signal }: LackPlace): Promise<Lack[]> {
	if (!asks) return [];
	return askInTime(
		async (limited) => {
			const source = open();
			try {
				await source.tools(limited);
				return [];
			} finally {
				await source.close();
			}
		},
		{ kind: 'server', name, neededBy },
		signal,
	);
}

function nameTool(tool: ToolDefinition): string {
	if (tool.kind === 'leads') return 'the tools for leads';
	if (tool.kind === 'mcp') return `the MCP server ${tool.server}`;
	return `the tool ${'name' in tool ? tool.name : tool.kind}`;
}

function findSecrets(
	url: string | undefined,
	values: Record<string, string> | undefined,
	neededBy: string,
	{ host, tenant }: LackPlace,
): Lack[] {
	const server = url === undefined ? undefined : nameServer(url);
	return [...new Set(Object.values(values ?? {}).flatMap(listSecrets))].flatMap((name) => {
		const of = { kind: 'secret' as const, name, neededBy };
		try {
			if (host.secrets?.(name, server, tenant)?.trim()) return [];
		} catch (error) {
			return [lackOf(error, of)];
		}
		const fix = `Set ${toolSecretPrefix}${name} where \`troupe serve\` runs; or in n8n add it to a Troupe Tool Secrets API credential.`;
		return [{ ...of, state: 'missing' as const, reason: `The secret ${name} is missing.`, fix }];
	});
}

async function findLeadLacks(tool: LeadTools, neededBy: string, place: LackPlace): Promise<Lack[]> {
	const missing = findSecrets(tool.url, { key: tool.key }, neededBy, place);
	if (missing.length > 0 || !place.asks) return missing;
	const [name] = listSecrets(tool.key);
	const fix = `Set ${toolSecretPrefix}${name} to the key of the project at ${new URL(tool.url).host}.`;
	const lacks = await askInTime(
		async (signal) => {
			// Nobody has this name: no row exists, and the key is tested.
			await openLeadStore(tool, { ...place.host, tenant: place.tenant }).store.findLead(nobody, signal);
			return [];
		},
		{ kind: 'database', name: new URL(tool.url).host, neededBy },
		place.signal,
	);
	return lacks.map((lack) => (lack.state === 'refused' ? { ...lack, fix: `${lack.fix} ${fix}`.trim() } : lack));
}

const nobody = 'troupe-channel-test';

const findCredentials = async (names: string[], neededBy: string, place: LackPlace): Promise<Lack[]> =>
	(await Promise.all(names.map((name) => findCredentialLacks(name, neededBy, place)))).flat();

function findServer(url: string | undefined, neededBy: string, { host }: LackPlace): Lack[] {
	if (url === undefined || isListedServer(url, host.toolServers)) return [];
	const { origin } = new URL(url);
	const of = { kind: 'setting' as const, name: 'TROUPE_TOOL_SERVERS', state: 'missing' as const, neededBy };
	return [{ ...of, reason: `The server ${origin} is not on the list of this host.`, fix: `Add ${origin} to TROUPE_TOOL_SERVERS.` }];
}

const programsForbidden = (neededBy: string): Lack => ({
	...{ kind: 'setting', name: 'TROUPE_ALLOW_PROGRAMS', state: 'missing', neededBy },
	reason: 'Agents may not start programs on this machine.',
	fix: 'Set TROUPE_ALLOW_PROGRAMS.',
});

function findProgram(name: string, neededBy: string): Lack[] {
	if (findSystemProgram(name) !== undefined) return [];
	const of = { kind: 'program' as const, name, state: 'missing' as const, neededBy };
	return [{ ...of, reason: `The program ${name} is not installed on this machine.`, fix: `Install ${name}.` }];
}
