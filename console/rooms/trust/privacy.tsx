import { call } from '../../api/call';
import { may } from '../../api/session';
import { type Page, usePages } from '../../api/use-pages';
import { useQuery } from '../../api/use-query';
import { DataTable } from '../../parts/data-table';
import { downloadText } from '../../parts/download-text';
import { Empty } from '../../parts/empty';
import { Status } from '../../parts/status';
import { Time } from '../../parts/time';
import { toastFault } from '../../parts/toasts';
import { language } from '../../words/language';
import { formatDay, formatNumber } from '../../words/format';
import { trustWords as words } from './trust-words';

export const Privacy = () => (
	<>
		{may('channel:manage') && <Requests />}
		{may('tenant:manage') && <Holds />}
		{may('tenant:manage') && <Retention />}
		{may('tenant:manage') && <Record />}
	</>
);

interface Demand {
	protocol: string;
	kind: Parameters<typeof words>[0] & ('access' | 'erasure');
	state: 'open' | 'extended' | 'refused' | 'done' | 'in-force';
	dueOn: string | null;
	isLate: boolean;
	at: string;
}

function Requests() {
	const pages = usePages<Demand>('requests', (cursor, signal) => call<Page<Demand>>('GET privacy/requests', { query: { cursor }, signal }));
	return (
		<section class="section">
			<h2>{words('requests')}</h2>
			<DataTable
				caption={words('requests')}
				pages={pages}
				keyOf={({ protocol }) => protocol}
				empty={<Empty title={words('noRequests')} />}
				columns={[
					{ name: 'protocol', title: words('protocol'), isMain: true, show: ({ protocol }) => <code>{protocol}</code> },
					{ name: 'kind', title: words('kind'), show: ({ kind }) => words(kind) },
					{ name: 'state', title: words('state'), show: ({ state, isLate }) => <Due isLate={isLate}>{words(state)}</Due> },
					{ name: 'due', title: words('due'), show: ({ dueOn }) => (dueOn === null ? words('noEnd') : formatDay(`${dueOn}T12:00`)) },
					{ name: 'at', title: words('at'), show: ({ at }) => <Time at={at} /> },
				]}
			/>
		</section>
	);
}

const Due = ({ isLate, children }: { isLate: boolean; children: string }) => (
	<Status tone={isLate ? 'bad' : 'warn'}>{isLate ? `${children}, ${words('late')}` : children}</Status>
);

interface Hold {
	id: string;
	person: string;
	reason: string;
	until: string | null;
}

function Holds() {
	const { data, problem, isLoading, reload } = useQuery('holds', (signal) => call<{ items: Hold[] }>('GET privacy/holds', { signal }));
	return (
		<section class="section">
			<h2>{words('holdsTitle')}</h2>
			<DataTable
				caption={words('holdsTitle')}
				pages={{ items: data?.items, problem, isLoading, reload }}
				keyOf={({ id }) => id}
				empty={<Empty title={words('noHolds')} />}
				columns={[
					{ name: 'person', title: words('person'), isMain: true, show: ({ person }) => person },
					{ name: 'reason', title: words('reason'), show: ({ reason }) => reason },
					{ name: 'until', title: words('until'), show: ({ until }) => (until === null ? words('noEnd') : <Time at={until} isExact />) },
				]}
			/>
		</section>
	);
}

interface Kept {
	class: string;
	what: string;
	kept: string;
	due: number;
}

function Retention() {
	const { data, problem, isLoading, reload } = useQuery('retention', (signal) =>
		call<{ items: Kept[] }>('GET privacy/retention', { signal }),
	);
	return (
		<section class="section">
			<h2>{words('retention')}</h2>
			<DataTable
				caption={words('retention')}
				pages={{ items: data?.items, problem, isLoading, reload }}
				keyOf={(kept) => kept.class}
				empty={null}
				columns={[
					{ name: 'class', title: words('class'), isMain: true, show: ({ what }) => what },
					{ name: 'kept', title: words('kept'), show: ({ kept }) => kept },
					{ name: 'due', title: words('dueRows'), isNumber: true, show: ({ due }) => formatNumber(due) },
				]}
			/>
		</section>
	);
}

function Record() {
	const download = () =>
		call<{ page: string }>('GET privacy/processing', { query: { language: language.value } })
			.then(({ page }) => downloadText('record-of-processing.html', page))
			.catch(toastFault);
	return (
		<p class="section">
			<button type="button" class="button" onClick={() => void download()}>
				{words('report')}
			</button>
		</p>
	);
}
