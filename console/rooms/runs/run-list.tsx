import { useState } from 'preact/hooks';
import { call } from '../../api/call';
import { type Page, usePages } from '../../api/use-pages';
import { useQuery } from '../../api/use-query';
import { go, pathOf } from '../../app/router';
import { type Column, DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { Heading } from '../../parts/heading';
import { Status } from '../../parts/status';
import { Time } from '../../parts/time';
import { formatCost, formatDuration } from '../../words/format';
import { type Run, type RunCounts, tones } from './run';
import { Failures, StateViews } from './run-counts';
import { clearFilters, isFiltered, periods, readFilters, RunFilterFields, toBody, typed } from './run-filters';
import { nameWithTime, RunLink } from './run-link';
import { runsWords as words, sayOutcome } from './runs-words';

export function RunList() {
	const filters = readFilters();
	const [chosen, setChosen] = useState<Set<string>>(new Set());
	const days = filters.period === 'ever' ? 366 : periods[filters.period];
	const counted = useQuery(`counts ${days}`, (signal) => call<RunCounts>('GET run-counts', { query: { days }, signal }), { every: 30_000 });
	const pages = usePages<Run>(
		JSON.stringify([filters, typed.value]),
		(cursor, signal) => call<Page<Run>>('POST runs/search', { body: { ...toBody(filters), limit: 50, cursor }, signal }),
		{ every: 10_000 },
	);
	const [one, other, ...rest] = chosen;
	return (
		<>
			<div class="page-head">
				<Heading>{words('title')}</Heading>
			</div>
			<p class="quiet">{words('counted')}</p>
			<StateViews counts={counted.data} state={filters.state} />
			{counted.data && filters.others.outcome === undefined && (filters.state ?? 'failed') === 'failed' && (
				<Failures counts={counted.data} />
			)}
			<RunFilterFields filters={filters} />
			<DataTable
				caption={words('title')}
				pages={pages}
				keyOf={({ runId }) => runId}
				selection={{ chosen, onChange: setChosen, nameOf: (run) => words('choose', nameWithTime(run)) }}
				empty={
					<Empty title={words('none')}>
						{isFiltered(filters) ? (
							<button type="button" class="button" onClick={clearFilters}>
								{words('clear')}
							</button>
						) : (
							<p>{words('noneYet')}</p>
						)}
					</Empty>
				}
				columns={columns()}
			/>
			{chosen.size > 0 && (
				<p class="chosen" role="status">
					{other !== undefined && rest.length === 0 ? (
						<button type="button" class="button main" onClick={() => go(pathOf('runs', 'compare', one!, other))}>
							{words('compare')}
						</button>
					) : (
						words('compareHelp')
					)}
				</p>
			)}
		</>
	);
}

const columns = (): Array<Column<Run>> => [
	{ name: 'agent', title: words('agent'), isMain: true, show: (run) => <RunLink run={run} /> },
	{ name: 'state', title: words('state'), show: (run) => <Status tone={tones[run.state]}>{words(run.state)}</Status> },
	{ name: 'outcome', title: words('outcome'), show: (run) => <Outcome run={run} /> },
	{ name: 'began', title: words('began'), show: (run) => <Time at={run.startedAt} /> },
	{ name: 'took', title: words('took'), isNumber: true, show: tookOf },
	{ name: 'cost', title: words('cost'), isNumber: true, show: ({ costUsd }) => (typeof costUsd === 'number' ? formatCost(costUsd) : '') },
	{ name: 'where', title: words('where'), show: (run) => [run.host, run.of.channel ?? run.of.process].filter(Boolean).join(' · ') },
];

function Outcome({ run: { outcome, errorCode, error } }: { run: Run }) {
	if (errorCode === null) return <>{sayOutcome(outcome)}</>;
	return (
		<>
			<code>{errorCode}</code>
			{error !== null && <span class="excerpt quiet">{error}</span>}
		</>
	);
}

const tookOf = ({ startedAt, endedAt }: Run): string =>
	endedAt === null ? words('open') : formatDuration(Date.parse(endedAt) - Date.parse(startedAt));
