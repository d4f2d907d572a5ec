import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { AgentOutcome } from '../../core/agents/agent-outcome';
import type { AgentRequest } from '../../core/agents/agent-request';
import type { ManifestReference } from '../../core/ports/manifests';
import type { Host } from '../../providers/compose/hosts/host';
import type { AgentPortTask } from './ports/port-calls';
import { missingCapability } from './missing-capability';
import type { Program } from './perform-program';
import type { AgentReference } from '../../providers/compose/agents/agent-reference';

interface AgentToRun {
	reference: AgentReference;
	/** SHA-256 of the definition's bytes. Default: that of its source. */
	sha256?: string;
	request: AgentRequest;
	approves: boolean;
}

export interface AgentResult {
	agent: AgentOutcome;
}

export interface ProgramHost {
	host: Host;
	manifest: ManifestReference;
	program: string;
}

/** @throws TroupeError AGENT_NOT_FOUND, AGENT_INVALID, POLICY_INVALID, MANIFEST_… */
export async function prepareAgent(
	{ reference, sha256, request, approves }: AgentToRun,
	{ host, manifest, program }: ProgramHost,
): Promise<Program<AgentPortTask>> {
	const [{ readDefinition }, { findUnlistedTool, listNamedTools }, { readTenantDemands }] = await Promise.all([
		import('../../providers/compose/agents/read-definition'),
		import('../../providers/compose/agents/permitted-tools'),
		import('../../providers/compose/guardrails/tenant-policies'),
	]);
	const { definition, source } = await readDefinition(reference, host);
	const task = {
		...listPlaces(host),
		demands: await readTenantDemands(host),
		settingValues: host.settingValues,
		manifest,
		tenant: host.tenant,
		agent: reference,
		request,
		approves,
	};
	return {
		program,
		subject: { kind: 'agent', name: `${definition.id}@${definition.version}`, sha256: sha256 ?? source.sha256 },
		input: JSON.stringify(request),
		task({ capabilities, source: list }) {
			const unlisted = capabilities && findUnlistedTool(definition, capabilities);
			if (unlisted === undefined) return task;
			const { capability, value } = unlisted;
			throw missingCapability({ capability, value, what: `${value}, which the agent ${definition.id} has`, source: list });
		},
		uses: () => listNamedTools(definition),
		place: { folder: resolve(source.folder) },
		ports: { host, types: definition.guardrails.personalData.types, named: new Map([[definition.id, reference]]) },
	};
}

export function listPlaces({ agentFolders, policyFolders = [] }: Host): Pick<AgentPortTask, 'agentFolders' | 'policyFolders'> {
	return { agentFolders: agentFolders.filter(existsSync), policyFolders: policyFolders.filter(existsSync) };
}
