import { Range, validRange } from 'semver';
import { type AgentCaller, listAgentCallers } from '../../engine-adapter/embedded/agents/agent-callers';
import type { EmbeddedEngine } from '../../engine-adapter/embedded/embedded-engine';
import { defaultTenantId } from '../../engine-adapter/embedded/state/tenants';
import { failuresFirst } from '../../manifests/registry/drill/find-callers';
import type { Drill, DrillMachine, DrillProcess, FindUses } from '../../manifests/registry/registry-api';
import type { StateHost } from '../../providers/compose/hosts/state-host';
import { readReport } from '../../providers/compose/machines/machine-report';
import { listMachineProcesses } from '../../providers/compose/state/host-machines';
import { goneAfterMs } from '../machines/report-machine';
import { isInRange } from '../../manifests/registry/resolve/version-range';

interface UseParts {
	engine?: Pick<EmbeddedEngine, 'read'>;
	/** That of the service, which is `<default>` in its engine. */
	tenant: string;
	host: StateHost;
}

/** Finds the processes of the tenant of the caller that call what a drill stops, and the machines that run it. */
export const usesOf =
	({ engine, tenant, host }: UseParts): FindUses =>
	async (caller, { stops }) => {
		const machines = await listRunning(host, stops);
		if (!engine) return { machines };
		const agents = new Set(stops.flatMap(({ kind, name }) => (kind === 'agent' ? [name] : [])));
		const tenants = [caller.tenant === tenant ? defaultTenantId : caller.tenant];
		const callers = agents.size === 0 ? [] : await engine.read((kernel) => listAgentCallers(kernel, tenants, agents));
		return { machines, processes: failuresFirst(callers.flatMap((one) => describe(one, stops))) };
	};

function describe({ agent, range, ...place }: AgentCaller, stops: Drill['stops']): DrillProcess[] {
	if (validRange(range) === null) return [];
	const parsed = new Range(range);
	const stopped = stops.find(({ kind, name, version }) => kind === 'agent' && name === agent && isInRange(version, parsed));
	if (!stopped) return [];
	return [{ ...place, calls: `agent:${agent}`, goesTo: stopped.left.find((version) => isInRange(version, parsed)) ?? null }];
}

/** Lists the machines that have a version which stops, or ran it within the last day. One that said that it stopped runs nothing. */
async function listRunning(host: StateHost, stops: Drill['stops']): Promise<DrillMachine[]> {
	const { processes, now } = await listMachineProcesses(host);
	const names = new Set(stops.map(({ kind, name, version }) => `${kind}:${name}@${version}`));
	return processes.flatMap(({ machine, program, report, lastSeenAt, stoppedAt }) => {
		if (stoppedAt !== undefined) return [];
		const { gate, agents, ran } = readReport(report);
		const all = [
			...(gate.package === undefined ? [] : [`package:${gate.package}@${gate.version}`]),
			...agents.map(({ id, version }) => `agent:${id}@${version}`),
			...ran.map(({ agent, version }) => `agent:${agent}@${version}`),
		];
		const runs = [...new Set(all)].filter((one) => names.has(one));
		const isGone = lastSeenAt + goneAfterMs <= now;
		return runs.length === 0 ? [] : [{ machine, program, lastSeenAt: new Date(lastSeenAt).toISOString(), isGone, runs }];
	});
}
