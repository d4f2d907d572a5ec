import { Range, validRange } from 'semver';
import { type AgentCaller, listAgentCallers } from '../../engine-adapter/embedded/agents/agent-callers';
import type { EmbeddedEngine } from '../../engine-adapter/embedded/embedded-engine';
import { defaultTenantId } from '../../engine-adapter/embedded/state/tenants';
import { failuresFirst } from '../../manifests/registry/drill/find-callers';
import type { Drill, DrillProcess, FindUses } from '../../manifests/registry/registry-api';
import { isInRange } from '../../manifests/registry/resolve/version-range';

interface UseParts {
	engine?: Pick<EmbeddedEngine, 'read'>;
	/** That of the service, which is `<default>` in its engine. */
	tenant: string;
}

/** Finds the processes that call what a drill stops, of the tenant of the caller. */
export const usesOf =
	({ engine, tenant }: UseParts): FindUses =>
	async (caller, { stops }) => {
		if (!engine) return {};
		const agents = new Set(stops.flatMap(({ kind, name }) => (kind === 'agent' ? [name] : [])));
		const tenants = [caller.tenant === tenant ? defaultTenantId : caller.tenant];
		const callers = agents.size === 0 ? [] : await engine.read((kernel) => listAgentCallers(kernel, tenants, agents));
		return { processes: failuresFirst(callers.flatMap((one) => describe(one, stops))) };
	};

function describe({ agent, range, ...place }: AgentCaller, stops: Drill['stops']): DrillProcess[] {
	if (validRange(range) === null) return [];
	const parsed = new Range(range);
	const stopped = stops.find(({ kind, name, version }) => kind === 'agent' && name === agent && isInRange(version, parsed));
	if (!stopped) return [];
	return [{ ...place, calls: `agent:${agent}`, goesTo: stopped.left.find((version) => isInRange(version, parsed)) ?? null }];
}
