import { useState } from 'preact/hooks';
import { call } from '../../../api/call';
import { useQuery } from '../../../api/use-query';
import { pathOf, place, setQuery } from '../../../app/router';
import { Bars } from '../../../parts/bars';
import { CopyButton } from '../../../parts/copy-button';
import { DataTable } from '../../../parts/data-table';
import { Fault } from '../../../parts/fault';
import { Select, TextField } from '../../../parts/fields';
import { Heading } from '../../../parts/heading';
import { Link } from '../../../parts/link';
import { Skeleton } from '../../../parts/skeleton';
import { Time } from '../../../parts/time';
import { formatCost, formatDuration, formatNumber } from '../../../words/format';
import { reportWords as words } from './report-words';
import { useChannels } from '../use-channels';

interface Spread {
	count: number;
	medianSeconds: number | null;
	p90Seconds: number | null;
}

interface List<Item> {
	count: number;
	isCut: boolean;
	items: Item[];
}

interface Listed {
	conversation: string;
	channel: string;
	who: string;
	assignedTo: string | null;
}

interface FunnelRow {
	origin: string | null;
	agent: string | null;
	leads: number;
	qualified: number;
	handedOver: number;
	deals: number;
	proposals: number | null;
	won: number;
	lost: number;
}

interface Report {
	day: string;
	timeZone: string;
	text: string;
	conversations: number;
	begun: number;
	leads: number;
	isCut: boolean;
	waiting: List<Listed>;
	hot: List<Listed & { handedOverAt: string }>;
	handedOver: List<Listed & { at: string; reason: string }>;
	unsent: List<{
		id: string;
		channel: string;
		conversation: string;
		kind: string;
		state: string;
		reason: string | null;
		createdAt: string;
	}>;
	deals: { opened: number; won: number; lost: number; notReached: Array<{ account: string; reason: string }>; asOf: string | null };
	quality: Record<'answered' | 'blocked' | 'needsHuman' | 'limitReached' | 'modelFailures' | 'otherFailures', number> & {
		firstAnswer: Spread;
		personAnswer: Spread;
		reactions: { good: number; bad: number; other: number };
	};
	runs: number;
	costUsd: number | null;
	unpricedRuns: number;
	perConversationUsd: number | null;
	perLeadUsd: number | null;
	funnel: FunnelRow[];
	funnelRows: number;
	/** Sums of all rows, including those left out of the funnel; null if no pipeline has the stage. */
	funnelTotals: Record<(typeof stages)[number], number | null>;
}

const stages = ['leads', 'qualified', 'handedOver', 'deals', 'proposals', 'won', 'lost'] as const;

const FunnelTable = ({ rows, total }: { rows: FunnelRow[]; total: number }) => (
	<section>
		<h2>{words('byOrigin')}</h2>
		<DataTable
			caption={words('byOrigin')}
			keyOf={({ origin, agent }) => JSON.stringify([origin, agent])}
			pages={{ items: rows, total, isLoading: false, reload: () => undefined }}
			empty={<p class="talk-nobody">{words('noLeads')}</p>}
			columns={[
				{ name: 'origin', title: words('origin'), isMain: true, show: ({ origin }) => <bdi>{origin ?? words('unknownOrigin')}</bdi> },
				{ name: 'agent', title: words('agent'), show: ({ agent }) => agent ?? words('noAgent') },
				...stages.map((stage) => ({
					name: stage,
					title: words(`${stage}Stage`),
					isNumber: true,
					show: (row: FunnelRow) => (row[stage] === null ? words('notKnown') : formatNumber(row[stage])),
				})),
			]}
		/>
	</section>
);

export function ReportPage() {
	const { day = 'today', channel } = place.value.query;
	const channels = useChannels();
	const read = (signal: AbortSignal) => call<Report>('GET conversation-report', { query: { day, channel }, signal });
	const { data, problem, isLoading, reload } = useQuery(`${day} ${channel}`, read);
	return (
		<>
			<div class="page-head">
				<Heading>{words('title')}</Heading>
				{data && <CopyButton text={data.text} about={words('asMessage')} />}
				<button type="button" class="button" disabled={isLoading} onClick={reload}>
					{words('reload')}
				</button>
			</div>
			<div class="filters" role="search">
				<DayChoice day={day} />
				<Select
					label={words('channel')}
					value={channel ?? ''}
					options={[{ value: '', text: words('allChannels') }, ...channels.map((value) => ({ value, text: value }))]}
					onChange={(value) => setQuery({ channel: value })}
				/>
			</div>
			{problem && <Fault problem={problem} retry={reload} />}
			{data ? <Figures report={data} /> : !problem && <Skeleton rows={8} />}
		</>
	);
}

function DayChoice({ day }: { day: string }) {
	const [written, setWritten] = useState(/^\d/.test(day) ? day : '');
	return (
		<>
			<Select
				label={words('day')}
				value={/^\d/.test(day) ? 'date' : day}
				options={(['today', 'yesterday', 'date'] as const).map((value) => ({ value, text: words(value) }))}
				onChange={(value) => setQuery({ day: value === 'today' ? undefined : value === 'date' ? written || undefined : value })}
			/>
			<TextField
				label={words('date')}
				type="date"
				value={written}
				onChange={(value) => {
					setWritten(value);
					if (/^\d{4}-\d\d-\d\d$/.test(value)) setQuery({ day: value });
				}}
			/>
		</>
	);
}

function Figures({ report }: { report: Report }) {
	const { quality, deals, unsent } = report;
	const more = (count: number, isCut: boolean) => `${formatNumber(count)}${isCut ? '+' : ''}`;
	const cost = (value: number | null) => (value === null ? words('noPrice') : formatCost(value));
	const figures = [
		[words('unsent'), more(unsent.count, unsent.isCut)],
		[words('waiting'), more(report.waiting.count, report.waiting.isCut)],
		[words('hot'), more(report.hot.count, report.hot.isCut)],
		[words('conversations'), more(report.conversations, report.isCut)],
		[words('begun'), more(report.begun, report.isCut)],
		[words('handedOver'), more(report.handedOver.count, report.handedOver.isCut)],
		[words('cost'), cost(report.costUsd)],
		[words('perLead'), cost(report.perLeadUsd)],
		[words('perTalk'), cost(report.perConversationUsd)],
	] as Array<[string, string]>;
	return (
		<>
			<dl class="figures">
				{figures.map(([name, value]) => (
					<div key={name}>
						<dt>{name}</dt>
						<dd>{value}</dd>
					</div>
				))}
			</dl>
			{report.unpricedRuns > 0 && <p class="quiet">{words('unpriced', report.unpricedRuns)}</p>}
			{deals.notReached.map(({ account, reason }) => (
				<Fault key={account} problem={{ code: account, message: words('crmAway'), fix: reason }} />
			))}
			<div class="columns">
				<section class="card">
					<Bars
						caption={words('funnel')}
						what={words('stage')}
						value={words('customers')}
						rows={stages.map((stage) => {
							const value = report.funnelTotals[stage];
							return { name: stage, title: words(`${stage}Stage`), value, text: value === null ? words('notKnown') : formatNumber(value) };
						})}
					/>
				</section>
				<section class="card">
					<Bars caption={words('answers')} what={words('how')} value={words('runs')} rows={listAnswers(quality)} />
				</section>
				<section class="card">
					<Bars caption={words('times')} what={words('what')} value={words('time')} rows={listTimes(quality)} />
				</section>
			</div>
			<Unsent unsent={unsent} />
			<HandedOver handedOver={report.handedOver} />
			<FunnelTable rows={report.funnel} total={report.funnelRows} />
		</>
	);
}

const answers = ['answered', 'blocked', 'needsHuman', 'limitReached', 'modelFailures', 'otherFailures'] as const;
const listAnswers = (quality: Report['quality']) =>
	answers.map((name) => ({ name, title: words(name), value: quality[name], text: formatNumber(quality[name]) }));

const listTimes = ({ firstAnswer, personAnswer }: Report['quality']) =>
	(
		[
			['firstMedian', firstAnswer.medianSeconds] as const,
			['firstMost', firstAnswer.p90Seconds] as const,
			['personMedian', personAnswer.medianSeconds] as const,
			['personMost', personAnswer.p90Seconds] as const,
		] as const
	).map(([name, value]) => ({
		name,
		title: words(name),
		value,
		text: value === null ? words('none') : formatDuration(value * 1_000),
	}));

const Unsent = ({ unsent }: Pick<Report, 'unsent'>) => (
	<section class="card">
		<h2>{words('unsentTitle')}</h2>
		{unsent.items.length === 0 && <p class="quiet">{words('noUnsent')}</p>}
		<ul class="report-list">
			{unsent.items.map(({ id, conversation, channel, reason, state, createdAt }) => (
				<li key={id}>
					<Link to={pathOf('conversations', conversation)}>
						{channel} · <Time at={createdAt} />
					</Link>{' '}
					<bdi>{reason ?? state}</bdi>
				</li>
			))}
		</ul>
	</section>
);

const HandedOver = ({ handedOver }: Pick<Report, 'handedOver'>) => (
	<section class="card">
		<h2>{words('handedOver')}</h2>
		{handedOver.items.length === 0 && <p class="quiet">{words('noHandOvers')}</p>}
		<ul class="report-list">
			{handedOver.items.map(({ conversation, who, reason, at }) => (
				<li key={conversation}>
					<Link to={pathOf('conversations', conversation)}>
						<bdi>{who}</bdi>
					</Link>{' '}
					<Time at={at} /> <bdi>{reason}</bdi>
				</li>
			))}
		</ul>
	</section>
);
