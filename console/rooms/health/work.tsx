import { call } from '../../api/call';
import { type Page, usePages } from '../../api/use-pages';
import { DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { Status, type Tone } from '../../parts/status';
import { Time } from '../../parts/time';
import { toast, toastFault } from '../../parts/toasts';
import { formatNumber } from '../../words/format';
import { healthWords as words } from './health-words';

interface Work {
	kind: string;
	key: string;
	lane: string;
	attempts: number;
	dueAt: string;
	state: 'waiting' | 'due' | 'running';
}

const states: Record<Work['state'], [Tone, 'waiting' | 'dueNow' | 'running']> = {
	waiting: ['quiet', 'waiting'],
	due: ['warn', 'dueNow'],
	running: ['busy', 'running'],
};

export function Work() {
	const pages = usePages<Work>('work', (cursor, signal) => call<Page<Work>>('GET work', { query: { cursor, limit: 50 }, signal }), {
		every: 15_000,
	});
	const retry = ({ kind, key }: Work) =>
		call<{ changed: string[] }>(`POST work/${encodeURIComponent(kind)}/retry`, { body: { keys: [key] } })
			.then(({ changed }) => toast({ text: words(changed.length > 0 ? 'retried' : 'notRetried'), kind: 'good' }))
			.catch(toastFault)
			.finally(pages.reload);
	return (
		<section class="section">
			<h2>{words('work')}</h2>
			<DataTable
				caption={words('work')}
				pages={pages}
				keyOf={({ kind, key }) => `${kind} ${key}`}
				empty={
					<Empty title={words('noWork')}>
						<p>{words('noWorkHelp')}</p>
					</Empty>
				}
				columns={[
					{ name: 'kind', title: words('kind'), isMain: true, show: ({ kind }) => kind },
					{ name: 'key', title: words('key'), show: ({ key }) => <code>{key}</code> },
					{ name: 'state', title: words('state'), show: ({ state }) => <Status tone={states[state][0]}>{words(states[state][1])}</Status> },
					{ name: 'attempts', title: words('attempts'), isNumber: true, show: ({ attempts }) => formatNumber(attempts) },
					{ name: 'due', title: words('due'), show: ({ dueAt }) => <Time at={dueAt} /> },
					{
						name: 'act',
						title: '',
						show: (work) =>
							work.state === 'waiting' && (
								<button
									type="button"
									class="button plain"
									aria-label={`${words('retry')}: ${work.kind} ${work.key}`}
									onClick={() => void retry(work)}
								>
									{words('retry')}
								</button>
							),
					},
				]}
			/>
		</section>
	);
}
