import { dirname, resolve } from 'node:path';
import * as Type from 'typebox/type';
import { packagedAgentsFolder } from '../../../core/base/package-folder';
import { keepForCaller } from '../../../core/base/caller-fault';
import { TroupeError } from '../../../core/base/errors';
import { closed, optional, orNull } from '../../../core/base/shape';
import type { Grant } from '../../../manifests/registry/access/access-claims';
import { string, texts } from '../../../manifests/registry/api/answer-fields';
import { list, text } from '../../../manifests/registry/api/fields';
import { toAgentReference } from '../../../providers/compose/agents/agent-reference';
import { type AgentEntry, judgeFile, listInventory } from '../../../providers/compose/agents/inventory';
import type { Host } from '../../../providers/compose/hosts/host';
import { operation, type OperationContext } from '../operation';

/** Absent: all. */
type Place = Host & { grant?: Grant; offeredAgents?: ReadonlySet<string> };

export const validateAgents = operation({
	summary: 'Check definitions of agents without running them, and what the service lacks for them',
	tag: 'agents',
	method: 'POST',
	path: 'agents/validate',
	scope: 'evaluation:read',
	input: {
		body: closed(
			optional({ agents: { ...list(text(4_096), 100), description: 'IDs; default: all agents in the agent folders of the service' } }),
		),
	},
	output: Type.Object({
		agents: Type.Array(
			Type.Object({
				id: string,
				version: orNull(string),
				name: orNull(string),
				purpose: orNull(string),
				from: string,
				path: orNull(string),
				problems: texts,
				warnings: texts,
				...optional({ missingTools: texts }),
			}),
		),
	}),
	/** @throws TroupeError AGENT_NOT_FOUND, AGENT_INVALID */
	async perform({ agents = [] }: { agents?: string[] }, { host }: OperationContext<Place>) {
		const named = [...new Set(agents)];
		const entries = named.length > 0 ? await Promise.all(named.map((agent) => judge(agent, host))) : await judgeOwn(host);
		if (host.grant) return { agents: entries.filter(({ id }) => isOffered(id, host)).map(forCaller) };
		await countRequests(entries, host);
		return { agents: entries };
	},
});

/** Callers do not see the machine's paths. */
const forCaller = ({ problems, warnings, ...entry }: AgentEntry): AgentEntry => ({
	...entry,
	path: null,
	problems: problems.map(withoutPaths),
	warnings: warnings.map(withoutPaths),
});
const withoutPaths = (text: string) =>
	keepForCaller(text) || 'Its files or the machine have a fault, which the operator sees: troupe agent validate.';

const isOffered = (id: string, { offeredAgents }: Place) => offeredAgents === undefined || offeredAgents.has(id);

const judgeOwn = async (host: Host): Promise<AgentEntry[]> =>
	(await listInventory({ ...host, published: undefined }, { note: () => undefined })).filter(({ from }) => from === 'folder');

/** Naming a file allows it on the machine, as in `troupe agent run`. A caller uses ids only. */
async function judge(agent: string, host: Place): Promise<AgentEntry> {
	const reference = host.grant ? ({ kind: 'id', id: agent } as const) : toAgentReference(agent);
	if (reference.kind === 'file') return judgeFile(resolve(reference.path), [dirname(resolve(reference.path))], host);
	const { findAgent, listAgents } = await import('../../../providers/files/agent-files');
	const folders = [...host.agentFolders, packagedAgentsFolder()];
	const listed = (await listAgents(folders)).find(({ id }) => id === agent);
	if (host.grant && (!listed || !isOffered(agent, host))) throw notFound(agent);
	if (listed) return judgeFile(listed.path, [listed.folder], host, agent);
	return judgeFile((await findAgent(agent, folders)).path, folders, host);
}

const notFound = (agent: string) =>
	new TroupeError({
		code: 'AGENT_NOT_FOUND',
		message: `The service offers no agent ${JSON.stringify(agent.slice(0, 64))} of its folders.`,
		fix: 'Name the id of an agent, or none to check all.',
	});

/** Once for each tool, however often an agent is validated. */
async function countRequests(entries: AgentEntry[], host: Host): Promise<void> {
	const { noteWantedTool } = await import('../../../providers/compose/state/host-wanted-tools');
	for (const { id, missingTools = [] } of entries)
		for (const tool of missingTools) await noteWantedTool({ tool, agent: id, source: 'definition' }, host);
}
