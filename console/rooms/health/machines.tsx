import { usePages } from '../../api/use-pages';
import { DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { Status } from '../../parts/status';
import { Time } from '../../parts/time';
import { formatNumber } from '../../words/format';
import { type MachineProcess, readMachines, toneOf, type Worker } from './machine';
import { MachineName, MachineState } from './machine-name';
import { machineWords as words } from './machine-words';

export function Machines() {
	const pages = usePages<MachineProcess>('machines', readMachines, { every: 15_000 });
	return (
		<>
			<section class="section">
				<h2>{words('machines')}</h2>
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
						{ name: 'version', title: words('version'), show: ({ version, node }) => words('versionOf', version, node) },
						{ name: 'gate', title: words('gate'), show: (one) => <Decision of={one} /> },
						{ name: 'engine', title: words('engine'), show: (one) => <Work of={one} /> },
						{ name: 'agents', title: words('agents'), isNumber: true, show: ({ agents }) => formatNumber(agents.length) },
					]}
				/>
			</section>
			<Workers of={pages.items ?? []} />
		</>
	);
}

function Decision({ of: { state: its, gate } }: { of: MachineProcess }) {
	const { state, code, snapshot, registryFault } = gate;
	return (
		<>
			<Status tone={toneOf(its, state === 'admitted' ? 'good' : 'bad')}>
				{code === undefined ? words(state) : `${words(state)}: ${code}`}
			</Status>
			{snapshot && (
				<p class="line">
					{words('snapshot', snapshot.version)} <Time at={snapshot.issuedAt} />
				</p>
			)}
			{registryFault !== undefined && (
				<p class="line">
					<Status tone={toneOf(its, 'bad')}>{`${words('registryFault')} ${registryFault}`}</Status>
				</p>
			)}
		</>
	);
}

function Work({ of: { state, engine, lastErrorAt } }: { of: MachineProcess }) {
	return (
		<>
			{engine === undefined ? '–' : <Status tone={toneOf(state, engine === 'open' ? 'good' : 'bad')}>{engine}</Status>}
			{lastErrorAt !== undefined && (
				<p class="line">
					{words('lastError')} <Time at={lastErrorAt} />
				</p>
			)}
		</>
	);
}

interface MachineWorker extends Worker {
	process: MachineProcess;
}

function Workers({ of }: { of: MachineProcess[] }) {
	const workers = of
		.filter(({ state }) => state === 'works')
		.flatMap((process): MachineWorker[] => process.workers.map((worker) => ({ ...worker, process })))
		.toSorted((one, other) => weigh(other) - weigh(one) || one.type.localeCompare(other.type));
	return (
		<section class="section">
			<h2>{words('workers')}</h2>
			<p class="quiet">{words('workersHelp')}</p>
			<DataTable
				caption={words('workers')}
				pages={{ items: workers, isLoading: false, reload: () => undefined }}
				keyOf={({ type, process }) => `${process.id} ${type}`}
				empty={<Empty title={words('noWorkers')} />}
				columns={[
					{ name: 'type', title: words('type'), isMain: true, show: ({ type }) => <code>{type}</code> },
					{ name: 'machine', title: words('machine'), show: ({ process }) => <MachineName of={process} /> },
					{
						name: 'state',
						title: words('state'),
						show: ({ isRefused }) => <Status tone={isRefused ? 'bad' : 'good'}>{words(isRefused ? 'refused' : 'works')}</Status>,
					},
					{
						name: 'polled',
						title: words('polled'),
						show: ({ lastPolledAt }) => (lastPolledAt === undefined ? words('never') : <Time at={lastPolledAt} />),
					},
					{ name: 'running', title: words('running'), isNumber: true, show: ({ running }) => formatNumber(running) },
					{ name: 'taken', title: words('taken'), isNumber: true, show: ({ taken }) => formatNumber(taken) },
					{ name: 'failed', title: words('failed'), isNumber: true, show: ({ failed }) => formatNumber(failed) },
					{ name: 'troubles', title: words('troubles'), isNumber: true, show: ({ troubles }) => formatNumber(troubles) },
				]}
			/>
		</section>
	);
}

const weigh = ({ isRefused, failed, troubles }: Worker): number => (isRefused ? Infinity : failed + troubles);
