import { useState } from 'preact/hooks';
import { call } from '../../api/call';
import { may } from '../../api/session';
import { usePages } from '../../api/use-pages';
import { useQuery } from '../../api/use-query';
import { hrefOf, place, setQuery } from '../../app/router';
import { DataTable } from '../../parts/data-table';
import { Dialog } from '../../parts/dialog';
import { Empty } from '../../parts/empty';
import { Select } from '../../parts/fields';
import { Heading } from '../../parts/heading';
import { Link } from '../../parts/link';
import { Status } from '../../parts/status';
import { Time } from '../../parts/time';
import { toast } from '../../parts/toasts';
import { formatDuration, formatNumber } from '../../words/format';
import { countInEngine, type Definition, type Filter, type Instance, nameOf, pathOfInstance, searchEngine, toneOf } from './engine';
import { processesWords as words } from './processes-words';
import { RoomParts } from './room-parts';

const views = {
	incidents: { hasIncident: true, state: 'ACTIVE' },
	ACTIVE: { state: 'ACTIVE' },
	COMPLETED: { state: 'COMPLETED' },
	TERMINATED: { state: 'TERMINATED' },
};
type View = keyof typeof views;

export function InstanceList() {
	const { view: asked, process, sort = 'startDate', order = 'desc' } = place.value.query;
	const view = (Object.keys(views) as View[]).find((one) => one === asked);
	const [chosen, setChosen] = useState<Set<string>>(new Set());
	const filter: Filter = { ...(view && views[view]), ...(process !== undefined && { processDefinitionId: process }) };
	const pages = usePages<Instance>(
		JSON.stringify([filter, sort, order]),
		(cursor, signal) =>
			searchEngine('process-instances', { filter, sort: [{ field: sort, order: order === 'asc' ? 'ASC' : 'DESC' }], cursor, signal }),
		{ every: 10_000 },
	);
	return (
		<>
			<div class="page-head">
				<Heading>{words('title')}</Heading>
			</div>
			<RoomParts />
			<Views view={view} process={process} />
			<ProcessFilter process={process} />
			<DataTable
				caption={words('instances')}
				pages={pages}
				keyOf={({ processInstanceKey }) => processInstanceKey}
				selection={
					may('process:run')
						? { chosen, onChange: setChosen, nameOf: (one) => words('choose', `${nameOf(one)} ${one.processInstanceKey}`) }
						: undefined
				}
				sort={{ by: sort, order: order === 'asc' ? 'asc' : 'desc' }}
				onSort={({ by, order: next }) => setQuery({ sort: by, order: next })}
				empty={<Empty title={words('none')}>{!view && process === undefined && <p>{words('noneYet')}</p>}</Empty>}
				columns={[
					{
						name: 'process',
						title: words('process'),
						isMain: true,
						show: (one) => <Link to={pathOfInstance(one.processInstanceKey)}>{nameOf(one)}</Link>,
					},
					{ name: 'state', title: words('state'), show: (one) => <InstanceStatus instance={one} /> },
					{ name: 'startDate', title: words('began'), isSortable: true, show: ({ startDate }) => <Time at={startDate} /> },
					{ name: 'took', title: words('took'), isNumber: true, show: tookOf },
					{ name: 'version', title: words('version'), isNumber: true, show: (one) => one.processDefinitionVersion },
					{ name: 'processInstanceKey', title: words('key'), show: ({ processInstanceKey }) => <code>{processInstanceKey}</code> },
				]}
			/>
			{chosen.size > 0 && <Chosen keys={[...chosen]} done={() => (setChosen(new Set()), pages.reload())} />}
		</>
	);
}

export const InstanceStatus = ({ instance }: { instance: Pick<Instance, 'state' | 'hasIncident'> }) => (
	<Status tone={toneOf(instance)}>{words(instance.hasIncident ? 'incident' : instance.state)}</Status>
);

const tookOf = ({ startDate, endDate }: Instance): string =>
	!endDate ? words('open') : formatDuration(Date.parse(endDate) - Date.parse(startDate));

function Views({ view, process }: { view?: View; process?: string }) {
	const ofProcess = process === undefined ? {} : { processDefinitionId: process };
	const counts = useQuery(
		process ?? '',
		(signal) => Promise.all(Object.values(views).map((one) => countInEngine('process-instances', { ...one, ...ofProcess }, signal))),
		{ every: 15_000 },
	);
	const names = Object.keys(views) as View[];
	return (
		<nav class="views" aria-label={words('views')}>
			<ul>
				{[undefined, ...names].map((one) => {
					const counted = one && counts.data?.[names.indexOf(one)];
					const count = counted && (counted.isMore ? words('more', formatNumber(counted.count)) : formatNumber(counted.count));
					return (
						<li key={one ?? ''}>
							<a
								href={hrefOf(one === undefined ? 'processes' : `processes?view=${one}`)}
								class={`view ${one === 'incidents' && counted && counted.count > 0 ? 'bad' : ''}`}
								aria-current={one === view ? 'page' : undefined}
								onClick={(event) => {
									if (event.metaKey || event.ctrlKey || event.shiftKey) return;
									event.preventDefault();
									setQuery({ view: one });
								}}
							>
								{[words(one ?? 'all'), count].filter(Boolean).join(' ')}
							</a>
						</li>
					);
				})}
			</ul>
		</nav>
	);
}

/** Max processes in the filter. */
const maxOffered = 500;

function ProcessFilter({ process }: { process?: string }) {
	const { data } = useQuery('', (signal) => searchEngine<Definition>('process-definitions', { limit: maxOffered, signal }));
	const names = new Map((data?.items ?? []).map(({ processDefinitionId, name }) => [processDefinitionId, name || processDefinitionId]));
	if (process !== undefined && !names.has(process)) names.set(process, process);
	return (
		<div class="filters" role="search">
			<Select
				label={words('process')}
				value={process ?? ''}
				options={[{ value: '', text: words('allProcesses') }, ...[...names].map(([value, text]) => ({ value, text }))]}
				onChange={(value) => setQuery({ process: value })}
			/>
		</div>
	);
}

function Chosen({ keys, done }: { keys: string[]; done: () => void }) {
	const [isAsking, setAsking] = useState(false);
	const cancel = async () => {
		await call('POST /v2/process-instances/cancellation', { body: { filter: { processInstanceKey: { $in: keys } } } });
		toast({ text: words('cancelled', keys.length), kind: 'good' });
		done();
	};
	return (
		<div class="chosen actions">
			<span role="status">{words('chosen', keys.length)}</span>
			<button type="button" class="button danger" onClick={() => setAsking(true)}>
				{words('cancelChosen')}
			</button>
			{isAsking && (
				<Dialog
					title={words('chosen', keys.length)}
					action={words('cancelChosen')}
					isDangerous
					perform={cancel}
					close={() => setAsking(false)}
				>
					<p>{words('cancelLead')}</p>
				</Dialog>
			)}
		</div>
	);
}
