import { Range, validRange } from 'semver';
import { isVersionLabel } from '../../core/base/version-label';
import { type AgentCaller, type AskedEngine, listAgentCallers } from '../../engine-adapter/embedded/agents/agent-callers';
import { defaultTenantId } from '../../engine-adapter/embedded/state/tenants';
import { failuresFirst, runsToday } from '../../manifests/registry/drill/find-callers';
import type { Drill, DrillMachine, DrillProcess, FindUses } from '../../manifests/registry/registry-api';
import type { StateHost } from '../../providers/compose/hosts/state-host';
import { readReport } from '../../providers/compose/machines/machine-report';
import { listMachineProcesses } from '../../providers/compose/state/host-machines';
import type { ServiceScope } from '../access/scopes';
import { goneAfterMs } from '../machines/report-machine';
import { isInRange } from '../../manifests/registry/resolve/version-range';

interface UseParts {
	engine?: AskedEngine;
	/** The service's tenant, `<default>` in its engine. */
	tenant: string;
	host: StateHost;
}

const partScopes = { processes: 'process:read', machines: 'doctor:read' } as const satisfies Record<string, ServiceScope>;

export const usesOf =
	({ engine, tenant, host }: UseParts): FindUses =>
	async ({ caller, scopes }, { stops }) => {
		const parts = engine ? (['processes', 'machines'] as const) : (['machines'] as const);
		const leftOut = parts.map((part) => ({ part, scope: partScopes[part] })).filter(({ scope }) => !scopes.has(scope));
		const may = (wanted: keyof typeof partScopes) => leftOut.every(({ part }) => part !== wanted);
		return {
			...(leftOut.length > 0 && { leftOut }),
			...(engine && may('processes') && (await listCalling(engine, caller.tenant === tenant ? defaultTenantId : caller.tenant, stops))),
			...(may('machines') && { machines: await listRunning(host, stops, { asked: caller.tenant, own: tenant }) }),
		};
	};

async function listCalling(
	engine: AskedEngine,
	tenant: string,
	stops: Drill['stops'],
): Promise<Pick<Drill, 'processes'> & { isCut?: true }> {
	const agents = new Set(stops.flatMap(({ kind, name }) => (kind === 'agent' ? [name] : [])));
	if (agents.size === 0) return { processes: [] };
	const { callers, isCut } = await listAgentCallers(engine, tenant, agents);
	return { processes: failuresFirst(callers.flatMap((one) => describe(one, stops))), ...(isCut && { isCut }) };
}

function describe({ agent, range, ...place }: AgentCaller, stops: Drill['stops']): DrillProcess[] {
	if (isVersionLabel(range)) {
		const isStopped = stops.some(({ kind, name, labels }) => kind === 'agent' && name === agent && labels?.includes(range));
		return isStopped ? [{ ...place, calls: `agent:${agent}`, goesTo: null }] : [];
	}
	if (validRange(range) === null) return [];
	const parsed = new Range(range);
	const stopped = stops.find(
		({ kind, name, version, ahead }) => kind === 'agent' && name === agent && runsToday({ version, ahead }, parsed),
	);
	if (!stopped) return [];
	return [{ ...place, calls: `agent:${agent}`, goesTo: stopped.left.find((version) => isInRange(version, parsed)) ?? null }];
}

/**
 * Lists machines with a stopping version of the tenant, or that ran it within the last day. A stopped machine runs nothing. Reports of an earlier
 * Troupe without a tenant are the service's.
 */
async function listRunning(
	host: StateHost,
	stops: Drill['stops'],
	{ asked, own }: { asked: string; own: string },
): Promise<DrillMachine[]> {
	const { processes, now } = await listMachineProcesses(host);
	const names = new Set(stops.map(({ kind, name, version }) => `${kind}:${name}@${version}`));
	return processes.flatMap(({ machine, program, report, lastSeenAt, stoppedAt }) => {
		if (stoppedAt !== undefined) return [];
		const { gate, agents, ran, tenant = own } = readReport(report);
		const isOfTenant = tenant === asked;
		const all = [
			...(!isOfTenant || gate.package === undefined ? [] : [`package:${gate.package}@${gate.version}`]),
			...(isOfTenant ? agents : []).map(({ id, version }) => `agent:${id}@${version}`),
			...ran.flatMap(({ tenant: its = own, agent, version }) => (its === asked ? [`agent:${agent}@${version}`] : [])),
		];
		const runs = [...new Set(all)].filter((one) => names.has(one));
		const isGone = lastSeenAt + goneAfterMs <= now;
		return runs.length === 0 ? [] : [{ machine, program, lastSeenAt: new Date(lastSeenAt).toISOString(), isGone, runs }];
	});
}
