import { useState } from 'preact/hooks';
import { call } from '../../api/call';
import { type Page, usePages } from '../../api/use-pages';
import { useQuery } from '../../api/use-query';
import { go, hrefOf, pathOf, setQuery } from '../../app/router';
import { CopyButton } from '../../parts/copy-button';
import { type Column, DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { Heading } from '../../parts/heading';
import { Link } from '../../parts/link';
import { Status } from '../../parts/status';
import { Time } from '../../parts/time';
import { formatCost, formatDuration, formatNumber } from '../../words/format';
import { pathOfRun, runStates, tones, type Run, type RunCounts } from './run';
import type { RunState } from './run';
import { clearFilters, isFiltered, periods, readFilters, RunFilterFields, toBody, typed } from './run-filters';
import { nameWithTime, RunLink } from './run-link';
import { runsWords as words, sayOutcome } from './runs-words';

const sayCount = ({ states, more }: RunCounts, state: RunState): string => {
	const count = formatNumber(states[state]);
	return more.includes(state) ? words('more', count) : count;
};

function StateViews({ counts, state }: { counts?: RunCounts; state?: RunState }) {
	const shown = [undefined, ...runStates.toSorted((one, other) => order.indexOf(tones[one]) - order.indexOf(tones[other]))];
	return (
		<nav class="views" aria-label={words('views')}>
			<ul>
				{shown.map((one) => (
					<li key={one ?? ''}>
						<a
							href={hrefOf(one === undefined ? 'runs' : `runs?state=${one}`)}
							class={`view ${one && counts && counts.states[one] > 0 ? tones[one] : ''}`}
							aria-current={one === state ? 'page' : undefined}
							onClick={(event) => {
								if (event.metaKey || event.ctrlKey || event.shiftKey) return;
								event.preventDefault();
								setQuery({ state: one });
							}}
						>
							{one === undefined ? words('all') : [words(one), counts && sayCount(counts, one)].filter(Boolean).join(' ')}
						</a>
					</li>
				))}
			</ul>
		</nav>
	);
}

const order = ['bad', 'warn', 'busy', 'good', 'quiet'];

/** Shows failures, one line for each fault: count, last one, and text to copy. */
function Failures({ counts: { faults, states } }: { counts: RunCounts }) {
	if (faults.length === 0) return null;
	return (
		<section class="card failures" aria-labelledby="failures">
			<h2 id="failures">
				{words('failures')} <span class="quiet">{words('failuresLead', states.failed)}</span>
			</h2>
			<ul class="lines">
				{faults.map(({ code, runs, runId, error, fix, startedAt }) => (
					<li key={code ?? ''}>
						<p class="line-text">
							<strong>{code ?? words('unnamed')}</strong> <span class="count">{words('times', runs)}</span>{' '}
							<span class="quiet">
								<Time at={startedAt} />
							</span>
							{error !== null && <span class="excerpt">{error}</span>}
						</p>
						<p class="actions">
							{code !== null && (
								<button
									type="button"
									class="button"
									aria-label={`${words('showThem')}: ${code}`}
									onClick={() => setQuery({ state: 'failed', outcome: code })}
								>
									{words('showThem')}
								</button>
							)}
							<Link to={pathOfRun(runId)} aria-label={`${words('lastOne')}: ${code ?? words('unnamed')}`}>
								{words('lastOne')}
							</Link>
							<CopyButton text={[code, error, fix, runId].filter(Boolean).join('\n')} about={code ?? words('unnamed')} />
						</p>
					</li>
				))}
			</ul>
		</section>
	);
}

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
