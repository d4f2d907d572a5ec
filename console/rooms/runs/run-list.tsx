import { useState } from 'preact/hooks';
import { call } from '../../api/call';
import { type Page, usePages } from '../../api/use-pages';
import { pathOf, place, setQuery } from '../../app/router';
import { DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { Select, TextField } from '../../parts/fields';
import { Heading } from '../../parts/heading';
import { Link } from '../../parts/link';
import { Status } from '../../parts/status';
import { Time } from '../../parts/time';
import { formatDuration } from '../../words/format';
import { type Run, runStates, tones } from './run';
import { runsWords as words } from './runs-words';

/** All runs, the newest first; the filters are part of the address, a text that is searched for does not. */
export function RunList() {
	const { state, agent } = place.value.query;
	const [error, setError] = useState('');
	const pages = usePages<Run>(
		`${state} ${agent} ${error}`,
		(cursor, signal) => call<Page<Run>>('POST runs/search', { body: { state, agent, limit: 50, cursor, ...(error && { error }) }, signal }),
		{ every: 10_000 },
	);
	return (
		<>
			<div class="page-head">
				<Heading>{words('title')}</Heading>
			</div>
			<div class="filters" role="search">
				<Select
					label={words('state')}
					value={state ?? ''}
					options={[{ value: '', text: words('all') }, ...runStates.map((value) => ({ value, text: words(value) }))]}
					onChange={(value) => setQuery({ state: value })}
				/>
				<TextField label={words('agent')} value={agent ?? ''} onChange={(value) => setQuery({ agent: value.trim() })} />
				<TextField label={words('errorText')} type="search" value={error} onChange={setError} />
			</div>
			<DataTable
				caption={words('title')}
				pages={pages}
				keyOf={({ runId }) => runId}
				empty={<Empty title={words('none')}>{!state && !agent && !error && <p>{words('noneYet')}</p>}</Empty>}
				columns={[
					{
						name: 'agent',
						title: words('agent'),
						isMain: true,
						show: (run) => <Link to={pathOf('runs', run.runId)}>{run.agent?.id ?? run.runId}</Link>,
					},
					{ name: 'state', title: words('state'), show: (run) => <Status tone={tones[run.state]}>{words(run.state)}</Status> },
					{ name: 'outcome', title: words('outcome'), show: (run) => run.errorCode ?? run.outcome ?? '' },
					{ name: 'began', title: words('began'), show: (run) => <Time at={run.startedAt} /> },
					{ name: 'took', title: words('took'), isNumber: true, show: tookOf },
					{ name: 'where', title: words('where'), show: (run) => run.host ?? '' },
				]}
			/>
		</>
	);
}

export const tookOf = ({ startedAt, endedAt }: Pick<Run, 'startedAt' | 'endedAt'>): string =>
	endedAt === null ? words('open') : formatDuration(Date.parse(endedAt) - Date.parse(startedAt));
