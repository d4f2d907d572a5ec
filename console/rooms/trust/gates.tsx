import { usePages } from '../../api/use-pages';
import { DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { Status, type Tone } from '../../parts/status';
import { Time } from '../../parts/time';
import { type MachineProcess, readMachines, toneOf } from '../health/machine';
import { MachineName, MachineState } from '../health/machine-name';
import { machineWords as words } from '../health/machine-words';

type AgentState = MachineProcess['agents'][number]['state'];

const tones: Record<AgentState, Tone> = { refused: 'bad', deprecated: 'warn', approved: 'good', listed: 'quiet' };
const order = Object.keys(tones) as AgentState[];

export function Gates() {
	const pages = usePages<MachineProcess>('gates', readMachines, { every: 15_000 });
	return (
		<DataTable
			caption={words('machines')}
			pages={pages}
			keyOf={({ id }) => id}
			empty={
				<Empty title={words('noMachines')}>
					<p>{words('noMachinesHelp')}</p>
				</Empty>
			}
			columns={[
				{ name: 'machine', title: words('machine'), isMain: true, show: (one) => <MachineName of={one} /> },
				{ name: 'state', title: words('state'), show: (one) => <MachineState of={one} /> },
				{ name: 'gate', title: words('gate'), show: (one) => <Gate of={one} /> },
				{ name: 'agents', title: words('agents'), show: (one) => <Agents of={one} /> },
			]}
		/>
	);
}

function Gate({ of: { state: its, gate } }: { of: MachineProcess }) {
	const { state, code, package: name, version, root, snapshot, endsAt, warnings = [], registryFault } = gate;
	return (
		<>
			<Status tone={toneOf(its, state === 'admitted' ? 'good' : 'bad')}>
				{code === undefined ? words(state) : `${words(state)}: ${code}`}
			</Status>
			{name !== undefined && (
				<p class="line">
					{name} {version}
				</p>
			)}
			{root && (
				<p class="line">
					{words('root', root.version)} {root.development && <Status tone="warn">{words('development')}</Status>}
				</p>
			)}
			{snapshot && (
				<p class="line">
					{words('snapshot', snapshot.version)} <Time at={snapshot.issuedAt} />
				</p>
			)}
			{endsAt !== undefined && (
				<p class="line">
					{words('endsAt')} <Time at={endsAt} />
				</p>
			)}
			{[...warnings, ...(registryFault === undefined ? [] : [`${words('registryFault')} ${registryFault}`])].map((text) => (
				<p key={text} class="line">
					<Status tone="warn">{text}</Status>
				</p>
			))}
		</>
	);
}

function Agents({ of: { state: its, agents } }: { of: MachineProcess }) {
	const sorted = agents.toSorted((one, other) => order.indexOf(one.state) - order.indexOf(other.state));
	return (
		<details open={sorted[0]?.state === 'refused'}>
			<summary>{words('countAgents', agents.length)}</summary>
			<ul>
				{sorted.map(({ id, version, state, code }) => (
					<li key={`${id} ${version} ${state}`}>
						<bdi>{id}</bdi> {version}{' '}
						<Status tone={toneOf(its, tones[state])}>{code === undefined ? words(state) : `${words(state)}: ${code}`}</Status>
					</li>
				))}
			</ul>
		</details>
	);
}
