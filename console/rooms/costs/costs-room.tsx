import { useState } from 'preact/hooks';
import { call } from '../../api/call';
import type { Problem } from '../../api/problem';
import { useQuery } from '../../api/use-query';
import { place, setQuery } from '../../app/router';
import { Columns } from '../../parts/columns';
import { DataTable } from '../../parts/data-table';
import type { Column } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { Fault } from '../../parts/fault';
import { Select } from '../../parts/fields';
import { Figures } from '../../parts/figures';
import { Heading } from '../../parts/heading';
import { Skeleton } from '../../parts/skeleton';
import { formatCost, formatDay, formatDuration, formatNumber, formatShare } from '../../words/format';
import { Budgets } from './budgets';
import { costsWords as words } from './costs-words';
import { Statement } from './statement';
import { Exports } from './exports-section';
import { fillDays, type GroupName, listGroups, type Period, periods, readUsage, startOf, type Usage } from './usage';
import type { UsagePage } from './usage';

interface UsageTableProps {
	by: GroupName;
	page?: UsagePage;
	problem?: Problem;
	isLoading: boolean;
	reload: () => void;
}

type Figure = 'cost' | 'runs' | 'success' | 'half' | 'most' | 'calls' | 'tokens';

const values: Record<Figure, (usage: Usage) => number> = {
	cost: ({ costUsd }) => costUsd,
	runs: ({ runs }) => runs ?? 0,
	success: ({ successRate }) => successRate ?? -1,
	half: ({ p50Ms }) => p50Ms ?? -1,
	most: ({ p95Ms }) => p95Ms ?? -1,
	calls: ({ calls }) => calls,
	tokens: ({ inputTokens, outputTokens }) => inputTokens + outputTokens,
};

function UsageTable({ by, page, problem, isLoading, reload }: UsageTableProps) {
	const [sort, setSort] = useState<{ by: Figure; order: 'asc' | 'desc' }>({ by: 'cost', order: 'desc' });
	const items = page?.items.toSorted((one, other) => (values[sort.by](one) - values[sort.by](other)) * (sort.order === 'asc' ? 1 : -1));
	const number = (name: Figure, show: (usage: Usage) => string): Column<Usage> => ({
		name,
		title: words(name),
		show,
		isNumber: true,
		isSortable: true,
	});
	return (
		<section class="section">
			<DataTable
				caption={`${words('title')}: ${words(by as 'agent')}`}
				pages={{ items, problem, isLoading, reload }}
				keyOf={({ group }) => JSON.stringify(group)}
				empty={null}
				sort={sort}
				onSort={({ by: chosen, order }) => setSort({ by: chosen as Figure, order })}
				columns={[
					{ name: 'group', title: words(by as 'agent'), isMain: true, show: ({ group }) => group[by] ?? words('none') },
					number('cost', ({ costUsd }) => formatCost(costUsd)),
					number('runs', ({ runs }) => (runs === null ? '–' : formatNumber(runs))),
					number('success', ({ successRate }) => (successRate === null ? '–' : formatShare(successRate))),
					number('half', ({ p50Ms }) => (p50Ms === null ? '–' : formatDuration(p50Ms))),
					number('most', ({ p95Ms }) => (p95Ms === null ? '–' : formatDuration(p95Ms))),
					number('calls', ({ calls }) => formatNumber(calls)),
					number('tokens', ({ inputTokens, outputTokens }) => formatNumber(inputTokens + outputTokens)),
				]}
			/>
			{page?.cursor !== undefined && <p class="quiet">{words('cut', page.items.length)}</p>}
		</section>
	);
}

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

interface Advised {
	kind: 'cheaper-model' | 'caching' | 'batching';
	agent: string | null;
	model: string;
	calls: number;
	costUsd: number;
	savedUsd: number;
	instead?: string;
}

function Advice({ from }: { from: string }) {
	const { data, problem, isLoading, reload } = useQuery(from, (signal) =>
		call<{ items: Advised[] }>('GET usage/advice', { query: { from }, signal }),
	);
	return (
		<section class="section">
			<h2>{words('advice')}</h2>
			<DataTable
				caption={words('advice')}
				pages={{ items: data?.items, problem, isLoading, reload }}
				keyOf={({ kind, agent, model }) => `${kind} ${agent} ${model}`}
				empty={<Empty title={words('noAdvice')} />}
				columns={[
					{ name: 'instead', title: words('instead'), isMain: true, show: ({ kind, instead }) => instead ?? words(kind) },
					{ name: 'agent', title: words('agent'), show: ({ agent }) => agent ?? words('none') },
					{ name: 'model', title: words('model'), show: ({ model }) => model },
					{ name: 'calls', title: words('calls'), isNumber: true, show: ({ calls }) => formatNumber(calls) },
					{ name: 'cost', title: words('cost'), isNumber: true, show: ({ costUsd }) => formatCost(costUsd) },
					{ name: 'saved', title: words('saved'), isNumber: true, show: ({ savedUsd }) => formatCost(savedUsd) },
				]}
			/>
		</section>
	);
}
