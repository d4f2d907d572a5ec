import type { AgentDefinition } from '../../../core/agents/definition/agent-definition';
import { toolSecretPrefix } from '../../../core/base/settings/setting-names';
import type { Lack } from '../../../core/ports/channels/lacks';
import type { ProviderName } from '../../../core/ports/models/provider-names';
import type { LeadTools } from '../../../core/tools/definition/agent-tools';
import type { ToolDefinition } from '../../../core/tools/definition/tool-settings';
import type { ToolSource } from '../../../core/ports/tools/tools';
import { nameServer } from '../../../core/tools/secret-servers';
import { listSecrets } from '../../../core/tools/tool-headers';
import type { NamedAgent } from '../../../providers/compose/agents/agent-reference';
import { listMissingCollections } from '../../../providers/compose/agents/check-collections';
import { composeServer } from '../../../providers/compose/agents/mcp-tools';
import { openLeadStore } from '../../../providers/compose/agents/leads';
import { readDefinition } from '../../../providers/compose/agents/read-definition';
import { composeForeignAgent } from '../../../providers/compose/agents/tools';
import { requireModel } from '../../../providers/compose/models/models';
import { isListedServer } from '../../../providers/compose/settings/tool-servers';
import { openProvider } from '../../../providers/models/open-provider';
import { findSystemProgram } from '../../../providers/processes/find-programs';
import { findCredentialLacks } from './credential-lacks';
import { askInTime, lackOf } from './lack';
import type { LackPlace } from './lack-place';

async function findToolLacks(tool: ToolDefinition, agent: string, place: LackPlace): Promise<Lack[]> {
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
	kind: 'setting',
	name: 'TROUPE_ALLOW_PROGRAMS',
	state: 'missing',
	neededBy,
	reason: 'Agents may not start programs on this machine.',
	fix: 'Set TROUPE_ALLOW_PROGRAMS.',
});

function findProgram(name: string, neededBy: string): Lack[] {
	if (findSystemProgram(name) !== undefined) return [];
	const of = { kind: 'program' as const, name, state: 'missing' as const, neededBy };
	return [{ ...of, reason: `The program ${name} is not installed on this machine.`, fix: `Install ${name}.` }];
}

const maxAgents = 50;

export async function findAgentLacks(reference: NamedAgent, place: LackPlace, neededBy: string, seen: Set<string>): Promise<Lack[]> {
	const { id } = reference;
	if (seen.has(id) || seen.size >= maxAgents) return [];
	seen.add(id);
	let definition: AgentDefinition;
	try {
		({ definition } = await readDefinition(reference, place.host));
	} catch (error) {
		return [lackOf(error, { kind: 'agent', name: id, neededBy })];
	}
	const define = definition.tools?.define ?? [];
	const found = await Promise.all([
		findModel(definition, place),
		findCollections(definition, place),
		...define.map((tool) => findToolLacks(tool, id, place)),
	]);
	const called: Lack[] = [];
	for (const tool of define)
		if (tool.kind === 'agent') {
			const next = { kind: 'id' as const, id: tool.agent, ...(tool.range !== undefined && { range: tool.range }) };
			called.push(...(await findAgentLacks(next, place, `the agent ${id}, which calls it`, seen)));
		}
	return [...found.flat(), ...called];
}

async function findModel(definition: AgentDefinition, place: LackPlace): Promise<Lack[]> {
	const neededBy = `the agent ${definition.id}`;
	try {
		await requireModel(definition, place.host);
	} catch (error) {
		return [lackOf(error, { kind: 'model', name: definition.model.route[0]?.provider ?? 'model', neededBy })];
	}
	return findModelLacks(definition, neededBy, place);
}

async function findCollections(definition: AgentDefinition, { host, tenant }: LackPlace): Promise<Lack[]> {
	const of = { kind: 'collection' as const, neededBy: `the agent ${definition.id}` };
	try {
		return (await listMissingCollections(definition, { ...host, tenant })).map(({ collection }) => ({
			...of,
			name: collection,
			state: 'missing' as const,
			reason: `There is no collection "${collection}".`,
			fix: `Ingest documents: troupe knowledge ingest PATH --into ${collection}`,
		}));
	} catch (error) {
		return [lackOf(error, { ...of, name: 'knowledge store' })];
	}
}

/** Asks providers to accept the keys of an agent's models. Calls no model, so it costs nothing. */
async function findModelLacks({ model }: AgentDefinition, neededBy: string, { host, asks, signal }: LackPlace): Promise<Lack[]> {
	if (!asks || host.model || host.carrier) return [];
	const names = [...new Set(model.route.map(({ provider }) => provider))] as ProviderName[];
	const found = await Promise.all(
		names.map(async (name) => {
			const settings = host.providers[name];
			if (!settings) return [];
			return askInTime(
				async (limited) => {
					await (await openProvider(name, settings, { ...(host.fetch && { fetch: host.fetch }) })).listModels(limited);
					return [];
				},
				{ kind: 'model', name, neededBy },
				signal,
			);
		}),
	);
	return found.flat();
}
