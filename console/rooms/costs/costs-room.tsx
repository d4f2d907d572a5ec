import { useQuery } from '../../api/use-query';
import { place, setQuery } from '../../app/router';
import { Columns } from '../../parts/columns';
import { Empty } from '../../parts/empty';
import { Fault } from '../../parts/fault';
import { Select } from '../../parts/fields';
import { Figures } from '../../parts/figures';
import { Heading } from '../../parts/heading';
import { Skeleton } from '../../parts/skeleton';
import { formatCost, formatDay, formatDuration, formatNumber, formatShare } from '../../words/format';
import { Advice } from './advice';
import { Budgets } from './budgets';
import { costsWords as words } from './costs-words';
import { Statement } from './statement';
import { Exports } from './exports-section';
import { fillDays, type GroupName, listGroups, type Period, periods, readUsage, startOf, type Usage } from './usage';
import { UsageTable } from './usage-table';

const everyMs = 60_000;

/** Shows costs and usage of a period: in total, by day and by group; budgets, and savings. */
export default function CostsRoom() {
	const { period: asked = '30', by: group = 'agent' } = place.value.query;
	const period: Period = Object.hasOwn(periods, asked) ? (asked as Period) : '30';
	const by = listGroups().find((name) => name === group) ?? 'agent';
	const from = startOf(period);
	return (
		<>
			<Heading>{words('title')}</Heading>
			<div class="filters">
				<Select
					label={words('period')}
					value={period}
					options={Object.entries(periods).map(([value, days]) => ({ value, text: words('days', days) }))}
					onChange={(value) => setQuery({ period: value })}
				/>
				<Select
					label={words('by')}
					value={by}
					options={listGroups().map((value) => ({ value, text: words(value) }))}
					onChange={(value) => setQuery({ by: value })}
				/>
			</div>
			<Days from={from} />
			<Groups by={by} from={from} />
			<Budgets />
			<Advice from={from} />
			<Statement />
			<Exports key={from} by={by} from={from} />
		</>
	);
}

function Days({ from }: { from: string }) {
	const { data, problem, reload } = useQuery(from, (signal) => readUsage('day', from, signal), { every: everyMs });
	if (!data) return problem ? <Fault problem={problem} retry={reload} /> : <Skeleton />;
	if (!data.total)
		return (
			<Empty title={words('empty')}>
				<p>{words('emptyHelp')}</p>
			</Empty>
		);
	const days = fillDays(data.items, from);
	const columnsOf = (value: (usage: Usage) => number) =>
		days.map(({ day, usage }) => ({ name: formatDay(`${day}T12:00`), value: usage ? value(usage) : 0 }));
	return (
		<>
			<Figures items={figuresOf(data.total)} />
			<p class="quiet">{words('counted')}</p>
			<div class="columns">
				<Columns title={words('costByDay')} columns={columnsOf(({ costUsd }) => costUsd)} format={formatCost} />
				<Columns title={words('runsByDay')} columns={columnsOf(({ runs }) => runs ?? 0)} format={formatNumber} />
				<Columns title={words('failedByDay')} columns={columnsOf(({ failedRuns }) => failedRuns ?? 0)} format={formatNumber} />
				<Columns title={words('mostByDay')} columns={columnsOf(({ p95Ms }) => p95Ms ?? 0)} format={formatDuration} />
				<Columns title={words('inputByDay')} columns={columnsOf(({ inputTokens }) => inputTokens)} format={formatNumber} />
				<Columns title={words('outputByDay')} columns={columnsOf(({ outputTokens }) => outputTokens)} format={formatNumber} />
			</div>
		</>
	);
}

const figuresOf = ({ costUsd, unpriced, runs, failedRuns, successRate, calls, failed, inputTokens, outputTokens, ...times }: Usage) => [
	{ name: words('cost'), value: formatCost(costUsd), ...(unpriced > 0 && { note: words('unpriced', unpriced) }) },
	{ name: words('runs'), value: formatNumber(runs ?? 0), ...(failedRuns && { note: words('failedRuns', failedRuns) }) },
	{ name: words('success'), value: successRate === null ? '–' : formatShare(successRate) },
	{ name: words('half'), value: showTime(times.p50Ms) },
	{ name: words('most'), value: showTime(times.p95Ms) },
	{ name: words('nearlyAll'), value: showTime(times.p99Ms) },
	{ name: words('calls'), value: formatNumber(calls), ...(failed > 0 && { note: words('failedRuns', failed) }) },
	{ name: words('input'), value: formatNumber(inputTokens, { notation: 'compact' }) },
	{ name: words('output'), value: formatNumber(outputTokens, { notation: 'compact' }) },
];

const showTime = (ms: number | null) => (ms === null ? '–' : formatDuration(ms));

function Groups({ by, from }: { by: GroupName; from: string }) {
	const { data, problem, isLoading, reload } = useQuery(`${by} ${from}`, (signal) => readUsage(by, from, signal), { every: everyMs });
	return <UsageTable by={by} page={data} problem={problem} isLoading={isLoading} reload={reload} />;
}
