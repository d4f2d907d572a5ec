import { may } from '../../api/session';
import { useQuery } from '../../api/use-query';
import { DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { Status } from '../../parts/status';
import { Time } from '../../parts/time';
import { formatNumber } from '../../words/format';
import { type MachineProcess, machineTones, nameMachine, readAllMachines, toneOf } from '../health/machine';
import { machineWords as words } from '../health/machine-words';

interface OnMachine {
	machine: string;
	hostname: string;
	version: string;
	state: MachineProcess['state'];
	/** Decision of the gate there; undefined for a version that only ran. */
	decision?: MachineProcess['agents'][number]['state'];
	runs: number;
	failed: number;
	lastAt?: string;
}

const states: Array<MachineProcess['state']> = ['works', 'gone', 'stopped'];

/** Versions of an agent on each machine, and those that ran in the last 24 hours. */
export function OnMachines({ id }: { id: string }) {
	const isAllowed = may('doctor:read');
	const { data, problem, isLoading, reload } = useQuery('machines', isAllowed ? readAllMachines : undefined, { every: 60_000 });
	if (!isAllowed) return null;
	return (
		<section class="section">
			<h2>{words('onMachines')}</h2>
			<DataTable
				caption={words('onMachines')}
				pages={{ items: data && gather(id, data), problem, isLoading, reload }}
				keyOf={({ machine, version }) => JSON.stringify([machine, version])}
				empty={<Empty title={words('noOnMachines')} />}
				columns={[
					{ name: 'machine', title: words('machine'), isMain: true, show: (one) => <bdi>{nameMachine(one)}</bdi> },
					{ name: 'state', title: words('state'), show: ({ state }) => <Status tone={machineTones[state]}>{words(state)}</Status> },
					{ name: 'version', title: words('version'), show: ({ version }) => version },
					{
						name: 'gate',
						title: words('gate'),
						show: ({ decision, state }) =>
							decision === undefined ? (
								<span class="quiet">{words('notHere')}</span>
							) : (
								<Status tone={toneOf(state, decision === 'refused' ? 'bad' : 'good')}>{words(decision)}</Status>
							),
					},
					{ name: 'runs', title: words('runs'), isNumber: true, show: ({ runs }) => formatNumber(runs) },
					{ name: 'failed', title: words('failed'), isNumber: true, show: ({ failed }) => formatNumber(failed) },
					{ name: 'last', title: words('lastRun'), show: ({ lastAt }) => (lastAt === undefined ? '–' : <Time at={lastAt} />) },
				]}
			/>
		</section>
	);
}

function gather(id: string, processes: MachineProcess[]): OnMachine[] {
	const found = new Map<string, OnMachine>();
	const dayAgo = Date.now() - 86_400_000;
	for (const { machine, hostname, state, agents, ran } of processes) {
		const at = (version: string): OnMachine => {
			const key = JSON.stringify([machine, version]);
			const one = found.get(key) ?? { machine, hostname, version, state, runs: 0, failed: 0 };
			found.set(key, one);
			if (states.indexOf(state) < states.indexOf(one.state)) one.state = state;
			return one;
		};
		if (state !== 'stopped')
			for (const { id: its, version, state: decision } of agents) if (its === id) Object.assign(at(version), { decision });
		for (const { agent, version, runs, failed, lastAt } of ran) {
			if (agent !== id || Date.parse(lastAt) < dayAgo) continue;
			const one = at(version);
			Object.assign(one, { runs: one.runs + runs, failed: one.failed + failed });
			if (one.lastAt === undefined || one.lastAt < lastAt) one.lastAt = lastAt;
		}
	}
	return [...found.values()].toSorted((one, other) => (other.lastAt ?? '').localeCompare(one.lastAt ?? ''));
}
