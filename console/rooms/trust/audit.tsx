import { useState } from 'preact/hooks';
import { call } from '../../api/call';
import type { Problem } from '../../api/problem';
import { toProblem } from '../../api/problem';
import { usePages } from '../../api/use-pages';
import { place, setQuery } from '../../app/router';
import { announce } from '../../parts/announcements';
import { DataTable } from '../../parts/data-table';
import { downloadText } from '../../parts/download-text';
import { Empty } from '../../parts/empty';
import { Fault } from '../../parts/fault';
import { Select, TextField } from '../../parts/fields';
import { Status, type Tone } from '../../parts/status';
import { Time } from '../../parts/time';
import { toastFault } from '../../parts/toasts';
import type { CheckedProof } from './check-proof';
import { checkProof } from './check-proof';
import { trustWords as words } from './trust-words';

interface Proved extends CheckedProof {
	proof: string;
}

function EntryProof({ entry: { index }, onOpen }: { entry: Entry; onOpen: () => void }) {
	const [proved, setProved] = useState<Proved>();
	const prove = async () => {
		const [{ proof }, { key }] = await Promise.all([
			call<{ proof: string }>(`GET audit/entries/${index}/proof`),
			call<{ key: string }>('GET audit/checkpoint'),
		]);
		const checked = { proof, ...(await checkProof(proof, key)) };
		setProved(checked);
		announce(say(checked, index));
	};
	const start = () => {
		onOpen();
		prove().catch(toastFault);
	};
	if (!proved)
		return (
			<button type="button" class="button plain" aria-label={`${words('prove')}: ${index}`} onClick={start}>
				{words('prove')}
			</button>
		);
	return (
		<>
			<Status tone={proved.problem === undefined ? 'good' : 'bad'}>{say(proved, index)}</Status>
			<button type="button" class="button plain" onClick={() => downloadText(`audit-${index}.tlog-proof`, proved.proof)}>
				{words('download')}
			</button>
		</>
	);
}

const say = ({ problem, size = 0 }: CheckedProof, index: number) => (problem === undefined ? words('holds', index, size) : words(problem));

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

/** Changes that the log lacks so far, and those it never takes. */
interface Outbox {
	waiting: number;
	foreign: number;
}

interface Verified {
	ok: boolean;
	entries: number;
	waiting: number;
	registry: Outbox;
	tasks?: Outbox;
	index?: number;
	problem?: string;
}

function AuditChecks() {
	const [state, setState] = useState<{ verified?: Verified; problem?: Problem; isBusy: boolean }>({ isBusy: false });
	const verify = () => {
		setState({ isBusy: true });
		call<Verified>('GET audit/verify')
			.then((verified) => setState({ verified, isBusy: false }))
			.catch((fault: unknown) => setState({ problem: toProblem(fault), isBusy: false }));
	};
	const download = () =>
		call<{ checkpoint: string | null; key: string }>('GET audit/checkpoint')
			.then(({ checkpoint, key }) => downloadText('audit-checkpoint.txt', `${checkpoint ?? ''}\n${key}\n`))
			.catch(toastFault);
	const { verified, problem, isBusy } = state;
	return (
		<section class="card" aria-busy={isBusy}>
			<p class="actions">
				<button type="button" class="button" disabled={isBusy} onClick={verify}>
					{words('verifyAll')}
				</button>
				<button type="button" class="button" onClick={() => void download()}>
					{words('downloadCheckpoint')}
				</button>
				<span class="quiet">{words('checkpointLead')}</span>
			</p>
			<div role="status">
				{verified && (
					<p class="line">
						<Status tone={verified.ok ? 'good' : 'bad'}>
							{verified.ok || verified.index === undefined ? words('verified', verified.entries) : words('broken', verified.index)}
						</Status>{' '}
						{verified.problem}
					</p>
				)}
				{verified && <NotInLog {...verified} />}
			</div>
			{problem && <Fault problem={problem} retry={verify} />}
		</section>
	);
}

/** Reports entries without proof, and changes missing from the log. */
function NotInLog({ waiting, registry, tasks = { waiting: 0, foreign: 0 } }: Verified) {
	const changes = registry.waiting + tasks.waiting;
	const foreign = registry.foreign + tasks.foreign;
	return (
		<>
			{waiting > 0 && <p class="line quiet">{words('unproven', waiting)}</p>}
			{changes > 0 && <p class="line quiet">{words('notInLog', changes)}</p>}
			{foreign > 0 && <p class="line">{words('foreign', foreign)}</p>}
		</>
	);
}

interface Entry {
	index: number;
	id: string;
	at: string;
	action: string;
	outcome: string;
	who: Part;
	object?: Part;
	details?: Part;
}

interface Part {
	kind: string;
	hash?: string;
	value?: unknown;
	isForgotten?: boolean;
	isDamaged?: boolean;
}

interface EntryPage {
	items: Entry[];
	before?: number;
	damage?: string;
}

function namePart(part: Part | undefined, forgotten: string, damaged: string): string {
	if (part === undefined) return '';
	const { kind, value, isForgotten, isDamaged } = part;
	if (isForgotten || isDamaged) return `${kind}: ${isDamaged ? damaged : forgotten}`;
	const name = (value as { name?: unknown } | null)?.name ?? value ?? part.hash ?? '';
	const text = typeof name === 'string' ? name : JSON.stringify(name);
	return text.startsWith(`${kind}:`) ? text : `${kind}: ${text}`;
}
