import { engineCaller } from '../access/engine-caller';
import { allows, scopeOfAgent } from '../access/scopes';
import type { Grant } from '../../manifests/registry/access/access-claims';
import type { EmbeddedEngine } from '../../engine-adapter/embedded/embedded-engine';
import { TenantEngine } from '../../engine-adapter/embedded/tenant-engine';
import type { Host } from '../../providers/compose/hosts/host';
import { listOfferedAgents } from '../offered-agents/offered-agents';
import type { OfferedRuns } from '../offered-agents/offered-runs';
import { agentTool } from './agent-tools';
import type { OfferedTool } from './mcp-tool';
import { processStateTool } from './process-state';
import { processTools } from './process-tools';
import { agentWork } from './tasks/agent-work';
import type { RunsAtWork } from '../offered-agents/runs-at-work';

interface ToolParts {
	host: Host;
	/** Undefined without an engine. */
	engine?: EmbeddedEngine;
	tenant: string;
	/** Undefined for all. */
	offered?: ReadonlySet<string>;
	runs: OfferedRuns;
	atWork: RunsAtWork;
	reportFault: (error: unknown) => void;
}

export async function listOfferedTools(
	grant: Grant,
	{ host, engine, tenant, offered, runs, atWork, reportFault }: ToolParts,
): Promise<OfferedTool[]> {
	const tools: OfferedTool[] = [];
	const caller = engineCaller(grant, tenant);
	const ofCaller = engine && { engine: new TenantEngine(engine, caller), tenantId: caller.tenantId };
	if (ofCaller && grant.scopes.has('process:read')) tools.push(processStateTool(ofCaller.engine));
	for (const agent of await listOfferedAgents({ ...host, tenant: grant.caller.tenant }, offered))
		if (allows(grant.scopes, scopeOfAgent(agent.id))) tools.push(agentTool(agent, runs, agentWork(agent.id, runs, atWork, reportFault)));
	if (ofCaller && grant.scopes.has('process:run')) tools.push(...(await processTools(ofCaller)));
	return uniqueByName(tools).sort((one, other) => (one.listed.name < other.listed.name ? -1 : 1));
}

function uniqueByName(tools: OfferedTool[]): OfferedTool[] {
	const byName = new Map<string, OfferedTool>();
	for (const { listed, ...tool } of tools) {
		const name = byName.has(listed.name) ? `${listed.name}_process` : listed.name;
		byName.set(name, { ...tool, listed: { ...listed, name } });
	}
	return [...byName.values()];
}
