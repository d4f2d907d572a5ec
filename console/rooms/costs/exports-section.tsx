import { useEffect, useRef, useState } from 'preact/hooks';
import { call } from '../../api/call';
import type { Query } from '../../api/call';
import { session } from '../../api/session';
import type { Problem } from '../../api/problem';
import { useQuery } from '../../api/use-query';
import { announce } from '../../parts/announcements';
import { type Column, DataTable } from '../../parts/data-table';
import { downloadText } from '../../parts/download-text';
import { Empty } from '../../parts/empty';
import { Select, TextField } from '../../parts/fields';
import { Status, type Tone } from '../../parts/status';
import { Time } from '../../parts/time';
import { toastFault } from '../../parts/toasts';
import { formatNumber } from '../../words/format';
import { exportWords as words } from './exports-words';
import type { GroupName } from './usage';

/** Each export: its operation, page and permission. */
const exportables = {
	usage: { operation: 'exportUsage', path: 'usage/export', needs: 'usage:read' },
	runs: { operation: 'exportRuns', path: 'run-export', needs: 'run:read' },
	audit: { operation: 'exportAuditEntries', path: 'audit/export', needs: 'audit:read' },
} as const;
type Exportable = keyof typeof exportables;

/** A right to the runs of only some agents does not include exports. */
const listExportable = (): Exportable[] =>
	(Object.keys(exportables) as Exportable[]).filter((name) => session.value?.scopes.includes(exportables[name].needs));

/** An export, as `GET /api/v1/operations` describes it. */
interface Export {
	id: string;
	state: 'queued' | 'running' | 'completed' | 'failed' | 'cancelled' | 'interrupted';
	about?: string;
	createdAt: string;
	progress?: { done: number; total?: number; unit: string };
}

const isOpen = ({ state }: Export): boolean => state === 'queued' || state === 'running';

/** UTC days, both inclusive. */
interface ExportWanted {
	what: Exportable;
	format: 'csv' | 'json';
	from: string;
	to: string;
	by: string;
}

const dayMs = 86_400_000;

function beginExport({ what, format, from, to, by }: ExportWanted): Promise<Pick<Export, 'id'>> {
	const end = to === '' ? undefined : new Date(Date.parse(to) + dayMs).toISOString().slice(0, 10);
	// A day of the audit log is one of the tenant's time zone, unless written as a moment.
	const momentOf = (day: string | undefined) => (day && what === 'audit' ? `${day}T00:00:00Z` : day || undefined);
	const query: Query = {
		format,
		from: momentOf(from),
		to: momentOf(end),
		...(what === 'usage' && { by, ...(by === 'tenant' && { tenants: 'all' }) }),
	};
	return call(`GET ${exportables[what].path}`, { query, isInBackground: true });
}

const shown = 20;

async function readExports(signal: AbortSignal): Promise<Export[]> {
	const lists = await Promise.all(
		listExportable().map((name) =>
			call<{ items: Export[] }>('GET operations', { query: { operation: exportables[name].operation, limit: shown }, signal }),
		),
	);
	return lists
		.flatMap(({ items }) => items)
		.toSorted((one, other) => other.createdAt.localeCompare(one.createdAt))
		.slice(0, shown);
}

const readEnd = (id: string, signal?: AbortSignal): Promise<Export & { answer?: string; error?: Pick<Problem, 'code' | 'message'> }> =>
	call(`GET operations/${id}`, { signal });

const cancelExport = (id: string): Promise<unknown> => call(`POST operations/${id}/cancel`);

const openMs = 2_000;
const restMs = 60_000;

export function Exports({ by, from }: { by: GroupName; from: string }) {
	const [every, setEvery] = useState(restMs);
	const { data, problem, isLoading, reload } = useQuery('exports', readExports, { every });
	const isBusy = data?.some(isOpen) ?? false;
	useEffect(() => setEvery(isBusy ? openMs : restMs), [isBusy]);
	const follow = useAnnouncements(data);
	return (
		<section class="section" aria-labelledby="exports">
			<h2 id="exports">{words('title')}</h2>
			<p class="quiet">{words('lead')}</p>
			<Beginning
				by={by}
				from={from}
				onBegun={(id) => {
					follow(id);
					reload();
				}}
			/>
			<DataTable
				caption={words('title')}
				pages={{ items: data, problem, isLoading, reload }}
				keyOf={({ id }) => id}
				empty={<Empty title={words('empty')} />}
				columns={columnsOf(reload)}
			/>
		</section>
	);
}

function Beginning({ by, from, onBegun }: { by: GroupName; from: string; onBegun: (id: string) => void }) {
	const [wanted, setWanted] = useState<Omit<ExportWanted, 'by'>>({
		what: listExportable()[0] ?? 'usage',
		format: 'csv',
		from,
		to: new Date().toISOString().slice(0, 10),
	});
	const change = (changed: Partial<ExportWanted>) => setWanted({ ...wanted, ...changed });
	const isWrong = wanted.from !== '' && wanted.to !== '' && wanted.to < wanted.from;
	return (
		<form
			class="filters"
			onSubmit={(event) => {
				event.preventDefault();
				if (!isWrong) void beginExport({ ...wanted, by }).then(({ id }) => onBegun(id), toastFault);
			}}
		>
			<Select
				label={words('what')}
				value={wanted.what}
				options={listExportable().map((value) => ({ value, text: words(value) }))}
				onChange={(what) => change({ what: what as Exportable })}
			/>
			<Select
				label={words('format')}
				value={wanted.format}
				options={(['csv', 'json'] as const).map((value) => ({ value, text: value.toUpperCase() }))}
				onChange={(format) => change({ format: format as 'csv' })}
			/>
			<TextField label={words('from')} type="date" value={wanted.from} onChange={(day) => change({ from: day })} />
			<TextField
				label={words('to')}
				type="date"
				value={wanted.to}
				help={isWrong ? words('wrongDays') : undefined}
				onChange={(day) => change({ to: day })}
			/>
			<button class="button" disabled={isWrong}>
				{words('start')}
			</button>
		</form>
	);
}

const nameOf = ({ about, id }: Export) => about ?? id;

const columnsOf = (reload: () => void): Array<Column<Export>> => [
	{ name: 'name', title: words('name'), isMain: true, show: nameOf },
	{ name: 'state', title: words('state'), show: (one) => <State {...one} /> },
	{ name: 'begun', title: words('begun'), show: ({ createdAt }) => <Time at={createdAt} /> },
	{ name: 'act', title: '', show: (one) => <Act one={one} reload={reload} /> },
];

const tones: Record<Export['state'], Tone> = {
	queued: 'busy',
	running: 'busy',
	completed: 'good',
	failed: 'bad',
	cancelled: 'quiet',
	interrupted: 'bad',
};

function State({ id, state, progress }: Export) {
	return (
		<>
			<Status tone={tones[state]}>{words(state)}</Status>{' '}
			{progress && <span class="quiet">{words('rows', formatNumber(progress.done))}</span>}
			{(state === 'failed' || state === 'interrupted') && <Reason id={id} />}
		</>
	);
}

function Reason({ id }: { id: string }) {
	const { data } = useQuery(id, (signal) => readEnd(id, signal));
	return data?.error ? <p class="line">{data.error.message}</p> : null;
}

function Act({ one, reload }: { one: Export; reload: () => void }) {
	const name = nameOf(one);
	if (isOpen(one))
		return (
			<button
				type="button"
				class="button plain"
				aria-label={words('cancelOf', name)}
				onClick={() => void cancelExport(one.id).then(reload, toastFault)}
			>
				{words('cancel')}
			</button>
		);
	if (one.state !== 'completed') return null;
	const download = () => readEnd(one.id).then(({ answer }) => downloadText(name, answer ?? ''));
	return (
		<button type="button" class="button" aria-label={words('downloadOf', name)} onClick={() => void download().catch(toastFault)}>
			{words('download')}
		</button>
	);
}

/** Announces the ends of exports that began or were seen running on this page. */
function useAnnouncements(exports: Export[] | undefined): (id: string) => void {
	const open = useRef(new Set<string>());
	useEffect(() => {
		for (const one of exports ?? [])
			if (isOpen(one)) open.current.add(one.id);
			else if (open.current.delete(one.id)) announce(words(one.state === 'completed' ? 'ready' : 'notReady', nameOf(one)));
	}, [exports]);
	return (id) => void open.current.add(id);
}
