import { useState } from 'preact/hooks';
import { call } from '../../api/call';
import { type Problem, toProblem } from '../../api/problem';
import { runInBackground } from '../../api/run-in-background';
import { may } from '../../api/session';
import { type Page, usePages } from '../../api/use-pages';
import { go } from '../../app/router';
import { DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { Fault } from '../../parts/fault';
import { TextArea } from '../../parts/fields';
import { Heading } from '../../parts/heading';
import { Link } from '../../parts/link';
import { Status } from '../../parts/status';
import { Time } from '../../parts/time';
import { type Plan, tones } from './plan';
import { plansWords as words } from './plans-words';

export function PlanList() {
	const pages = usePages<Plan>('', (cursor, signal) => call<Page<Plan>>('GET plans', { query: { cursor }, signal }), { every: 15_000 });
	return (
		<>
			<Heading>{words('plans')}</Heading>
			{may('process:deploy') && <NewPlan />}
			<DataTable
				caption={words('plans')}
				pages={pages}
				keyOf={({ id }) => id}
				empty={
					<Empty title={words('noPlan')}>
						<p>{words('noPlanHelp')}</p>
					</Empty>
				}
				columns={[
					{
						name: 'plan',
						title: words('plan'),
						isMain: true,
						show: ({ id, tree, wish }) => <Link to={`plans/${encodeURIComponent(id)}`}>{tree?.name ?? shorten(wish)}</Link>,
					},
					{ name: 'state', title: words('state'), show: ({ state }) => <Status tone={tones[state]}>{words(state)}</Status> },
					{ name: 'version', title: words('version'), show: ({ version }) => version },
					{ name: 'changed', title: words('changed'), show: ({ changedAt }) => <Time at={changedAt} /> },
				]}
			/>
		</>
	);
}

const maxName = 80;
const shorten = (wish: string): string => (wish.length > maxName ? `${wish.slice(0, maxName - 1)}…` : wish);

function NewPlan() {
	const [wish, setWish] = useState('');
	const [isBusy, setBusy] = useState(false);
	const [problem, setProblem] = useState<Problem>();
	const make = (event: Event) => {
		event.preventDefault();
		setBusy(true);
		setProblem(undefined);
		runInBackground<Plan>('plans', { body: { wish }, signal: new AbortController().signal, onProgress: () => undefined })
			.then(({ id }) => go(`plans/${encodeURIComponent(id)}`))
			.catch((fault: unknown) => {
				setProblem(toProblem(fault));
				setBusy(false);
			});
	};
	return (
		<form class="card" aria-label={words('newPlan')} onSubmit={make}>
			<TextArea label={words('wish')} value={wish} rows={4} required onChange={setWish} />
			<p class="quiet">{words('wishHelp')}</p>
			{problem && <Fault problem={problem} />}
			<p class="actions">
				<button type="submit" class="button main" disabled={isBusy || wish.trim() === ''}>
					{words('make')}
				</button>
				{isBusy && <span role="status">{words('making')}</span>}
			</p>
		</form>
	);
}
