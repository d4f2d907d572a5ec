import { useState } from 'preact/hooks';
import { call } from '../../api/call';
import { may } from '../../api/session';
import { type Page, usePages } from '../../api/use-pages';
import { useQuery } from '../../api/use-query';
import { go, pathOf, place, setQuery } from '../../app/router';
import { DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { Fault } from '../../parts/fault';
import { Select } from '../../parts/fields';
import { Figures } from '../../parts/figures';
import { Link } from '../../parts/link';
import { Skeleton } from '../../parts/skeleton';
import { Time } from '../../parts/time';
import { formatNumber, formatShare, formatTime } from '../../words/format';
import { readPreference, writePreference } from '../../words/preferences';
import { ofCollection } from './collection';
import { pathOfCollection } from './collection-list';
import { questionWords as words } from './question-words';
import { tried } from './try-question';

const periods = { day: 1, week: 7, month: 30 } as const;
type Period = keyof typeof periods;

interface Counts {
	from: string;
	runs: number;
	unanswered: number;
	isPart: boolean;
	first: string | null;
}

/** Questions without an answer in a collection, with their count. */
export function Questions({ name }: { name: string }) {
	const asked = place.value.query.period ?? readPreference('knowledge.period');
	const period = (Object.keys(periods) as Period[]).find((one) => one === asked) ?? 'week';
	const { data, problem, reload } = useQuery(
		`${name} ${period}`,
		(signal) => call<Counts>(`GET ${ofCollection(name, '/searches')}`, { query: { days: periods[period] }, signal }),
		{ every: 30_000 },
	);
	return (
		<>
			<div class="filters">
				<Select
					label={words('period')}
					value={period}
					options={(Object.keys(periods) as Period[]).map((value) => ({ value, text: words(value) }))}
					onChange={(value) => {
						writePreference('knowledge.period', value);
						setQuery({ period: value });
					}}
				/>
			</div>
			{problem && <Fault problem={problem} retry={reload} />}
			{!data && !problem && <Skeleton />}
			{data && <Share of={data} />}
			{data?.first && data.first > data.from && <p class="quiet">{words('since', formatTime(data.first))}</p>}
			{data && data.runs > 0 && data.unanswered > 0 && !may('run:read') && <p>{words('askRuns')}</p>}
			{data && may('run:read') && <Unanswered name={name} period={period} counts={data} />}
		</>
	);
}

function Share({ of: { runs, unanswered, isPart } }: { of: Counts }) {
	const say = (count: number) => (isPart && count === runs ? words('part', formatNumber(count)) : formatNumber(count));
	return (
		<Figures
			items={[
				{ name: words('searched'), value: say(runs) },
				{ name: words('unanswered'), value: say(unanswered) },
				...(runs > 0 && !isPart ? [{ name: words('share'), value: formatShare(unanswered / runs) }] : []),
			]}
		/>
	);
}

interface Run {
	runId: string;
	agent: { id: string } | null;
	reason: string | null;
	of: { channel?: string; process?: string };
	host: string | null;
	startedAt: string;
}

function Unanswered({ name, period, counts }: { name: string; period: Period; counts: Counts }) {
	const pages = usePages<Run>(
		`unanswered ${name} ${period}`,
		(cursor, signal) => {
			const from = new Date(Date.now() - periods[period] * 86_400_000).toISOString();
			return call<Page<Run>>('GET runs', { query: { unanswered: name, from, limit: 20, cursor }, signal });
		},
		{ every: 30_000 },
	);
	return (
		<section class="section">
			<h2>{words('list')}</h2>
			{counts.unanswered > 0 && <p class="quiet">{words('advice')}</p>}
			<DataTable
				caption={words('list')}
				pages={pages}
				keyOf={({ runId }) => runId}
				empty={<Empty title={words(counts.runs > 0 ? 'none' : 'noneYet')}>{counts.runs === 0 && <p>{words('noneYetHelp')}</p>}</Empty>}
				columns={[
					{
						name: 'question',
						title: words('question'),
						isMain: true,
						show: ({ runId }) => <Question key={runId} of={runId} name={name} />,
					},
					{ name: 'why', title: words('why'), show: ({ reason }) => words(reason === 'not-covered' ? 'notCovered' : 'nothing') },
					{ name: 'agent', title: words('agent'), show: ({ agent }) => agent?.id ?? '' },
					{ name: 'where', title: words('channel'), show: ({ of, host }) => of.channel ?? of.process ?? host ?? '' },
					{ name: 'when', title: words('when'), show: ({ startedAt }) => <Time at={startedAt} /> },
					{
						name: 'run',
						title: '',
						show: ({ runId }) => (
							<Link to={pathOf('runs', runId)} aria-label={`${words('run')}: ${runId}`}>
								{words('run')}
							</Link>
						),
					},
				]}
			/>
		</section>
	);
}

/** The words are the customer's: they are read from the run on request. */
function Question({ of: runId, name }: { of: string; name: string }) {
	const [isAsked, setAsked] = useState(false);
	const { data, problem, reload } = useQuery(
		`question ${runId}`,
		isAsked ? (signal) => call<{ message: string | null }>(`GET runs/${encodeURIComponent(runId)}`, { signal }) : undefined,
	);
	if (!isAsked)
		return (
			<button type="button" class="button" aria-label={words('showOf', runId)} onClick={() => setAsked(true)}>
				{words('show')}
			</button>
		);
	if (problem) return <Fault problem={problem} retry={reload} />;
	if (!data) return <Skeleton rows={1} />;
	const { message } = data;
	if (!message) return <span class="quiet">{words('notKept')}</span>;
	return (
		<>
			<p class="line">
				<bdi class="long">{message}</bdi>
			</p>
			<button
				type="button"
				class="button"
				aria-label={`${words('tryIt')}: ${message}`}
				onClick={() => {
					tried.value = message;
					go(pathOfCollection(name, 'try'));
				}}
			>
				{words('tryIt')}
			</button>
		</>
	);
}
