import { satisfies } from 'semver';
import { isVersionLabel } from '../../../core/base/version-label';
import type { AgentDefinition } from '../../../core/agents/definition/agent-definition';
import type { AgentParts, TeamMember } from '../../../core/agents/agent-parts';
import { TroupeError } from '../../../core/base/errors';
import { createAgentTool } from '../../../core/teams/agent-tool';
import { canAskPerson, findReach } from '../../../core/tools/agent-reach';
import type { AgentTool } from '../../../core/tools/definition/agent-tools';
import type { Host } from '../hosts/host';
import { readApprovalRules } from '../settings/approval-rules';

type Compose = (id: string, range: string | undefined, host: Host, trail?: unknown[]) => Promise<AgentParts>;

/**
 * @param host of the calling agent: the others have its models and stores, but not its tools or output shape @param folder of the calling agent: a
 * team can lie in one folder
 */
export function composeMembers(
	{ id, budgets, tools }: AgentDefinition,
	folder: string | undefined,
	host: Host,
	compose: Compose,
	read: (call: AgentTool, host: Host) => Promise<AgentDefinition>,
): Pick<AgentParts, 'members'> {
	const define = (tools?.define ?? []).filter((tool) => tool.kind === 'agent');
	if (define.length === 0) return {};
	const callers = [...(host.callers ?? []), { id, budgets }];
	const rules = host.approvals ?? readApprovalRules();
	const shared: Host = { ...withFolder(host, folder), tools: undefined, output: undefined, variant: undefined, callers };
	const readSettings = async (call: AgentTool) => (await read(call, shared)).tools ?? {};
	return {
		members: define.map((definition) =>
			composeMember(definition, id, {
				open: (trail) => compose(definition.agent, definition.range, shared, trail),
				reach: () => findReach(definition, readSettings, rules),
				asksPerson: () => canAskPerson(definition, readSettings),
			}),
		),
	};
}

export function withFolder(host: Host, folder: string | undefined): Host {
	if (folder === undefined || host.agentFolders.includes(folder)) return host;
	return { ...host, agentFolders: [folder, ...host.agentFolders] };
}

type Composing = Pick<TeamMember, 'open' | 'reach' | 'asksPerson'>;

function composeMember(definition: AgentTool, caller: string, { open, ...facts }: Composing): TeamMember {
	return {
		tool: createAgentTool(definition),
		definition,
		...facts,
		async open(trail) {
			const parts = await open(trail);
			assertInRange(parts.definition, definition, caller);
			return parts;
		},
	};
}

/** Folders have one version of each agent; the registry has chosen the version of a label. */
export function assertInRange({ id, version }: AgentDefinition, { range = '*' }: AgentTool, caller: string): void {
	if (isVersionLabel(range) || satisfies(version, range, { includePrerelease: true })) return;
	throw new TroupeError({
		code: 'AGENT_NOT_FOUND',
		message: `The agent ${caller} calls the agent ${id} in ${range}, but the agent folder has the version ${version}.`,
		fix: `Put a version of ${id} in ${range} into the agent folder, publish one, or change "range" in the definition of ${caller}.`,
		details: { id, range, version, caller },
	});
}
