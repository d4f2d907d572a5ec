import { useState } from 'preact/hooks';
import { call } from '../../api/call';
import { usePages } from '../../api/use-pages';
import { place, setQuery } from '../../app/router';
import { DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { Select, TextField } from '../../parts/fields';
import { Status, type Tone } from '../../parts/status';
import { Time } from '../../parts/time';
import { AuditChecks } from './audit-checks';
import { EntryProof } from './entry-proof';
import { type Entry, type EntryPage, namePart } from './entry';
import { trustWords as words } from './trust-words';

const outcomes = ['success', 'failure', 'refused', 'denied', 'blocked', 'needs-human', 'limit-reached', 'cancelled'] as const;
const tones: Record<string, Tone> = {
	success: 'good',
	failure: 'bad',
	refused: 'warn',
	denied: 'warn',
	blocked: 'warn',
	'needs-human': 'warn',
};

export function Audit() {
	const { from, to, outcome } = place.value.query;
	const [act, setAct] = useState('');
	const [chosen, setChosen] = useState<number>();
	const pages = usePages<Entry>(`${from} ${to} ${outcome} ${act}`, async (cursor, signal) => {
		const query = { from, to, outcome, act: act.trim(), before: cursor, limit: 50 };
		const { items, before } = await call<EntryPage>('GET audit/entries', { query, signal });
		return { items, ...(before !== undefined && { cursor: String(before) }) };
	});
	return (
		<>
			<AuditChecks />
			<div class="filters" role="search">
				<TextField label={words('from')} type="date" value={from ?? ''} onChange={(value) => setQuery({ from: value })} />
				<TextField label={words('to')} type="date" value={to ?? ''} onChange={(value) => setQuery({ to: value })} />
				<TextField label={words('act')} type="search" value={act} help={words('actHelp')} onChange={setAct} />
				<Select
					label={words('outcome')}
					value={outcome ?? ''}
					options={[{ value: '', text: words('all') }, ...outcomes.map((value) => ({ value, text: words(value) }))]}
					onChange={(value) => setQuery({ outcome: value })}
				/>
			</div>
			<DataTable
				caption={words('audit')}
				pages={pages}
				keyOf={({ id }) => id}
				isCurrent={({ index }) => index === chosen}
				empty={<Empty title={words('noEntries')} />}
				columns={[
					{ name: 'index', title: words('index'), isNumber: true, show: ({ index }) => index },
					{ name: 'act', title: words('act'), isMain: true, show: ({ action }) => <code>{action}</code> },
					{ name: 'outcome', title: words('outcome'), show: ({ outcome: is }) => <Status tone={tones[is] ?? 'quiet'}>{is}</Status> },
					{ name: 'who', title: words('who'), show: ({ who }) => namePart(who, words('forgotten'), words('damaged')) },
					{ name: 'object', title: words('object'), show: ({ object }) => namePart(object, words('forgotten'), words('damaged')) },
					{ name: 'at', title: words('at'), show: ({ at }) => <Time at={at} isExact /> },
					{ name: 'proof', title: words('proof'), show: (entry) => <EntryProof entry={entry} onOpen={() => setChosen(entry.index)} /> },
				]}
			/>
		</>
	);
}
