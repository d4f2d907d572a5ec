import { useEffect, useRef, useState } from 'preact/hooks';
import { call } from '../../api/call';
import { usePages } from '../../api/use-pages';
import { place, setQuery } from '../../app/router';
import { roomWords } from '../../app/room-words';
import { DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { Select } from '../../parts/fields';
import { Heading } from '../../parts/heading';
import { Link } from '../../parts/link';
import { Status } from '../../parts/status';
import { Time } from '../../parts/time';
import { formatNumber } from '../../words/format';
import { acts } from './acts';
import { BulkBar } from './bulk-bar';
import { dueFilters, inboxPath, isKind, type Item, type Kind, kinds, type Listed } from './item';
import { inboxWords as words } from './inbox-words';

const steps: Record<string, (at: number, last: number) => number> = {
	ArrowDown: (at, last) => Math.min(at + 1, last),
	ArrowUp: (at) => Math.max(at - 1, 0),
	Home: () => 0,
	End: (_at, last) => last,
};

/** Moves the focus through a list by arrow keys. @param selector finds the focus target of each entry */
function moveFocus(event: KeyboardEvent, list: HTMLElement, selector: string): void {
	const step = steps[event.key];
	if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
	const entries = [...list.querySelectorAll<HTMLElement>(selector)];
	const at = entries.indexOf(document.activeElement as HTMLElement);
	if (at < 0) return;
	event.preventDefault();
	entries[step(at, entries.length - 1)]!.focus();
}

interface InboxListProps {
	turn: number;
	open?: { kind: Kind; id: string };
}

const keyOf = ({ kind, id }: Pick<Item, 'kind' | 'id'>) => `${kind} ${id}`;

export function InboxList({ turn, open }: InboxListProps) {
	const { kind, due } = place.value.query;
	const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
	const [head, setHead] = useState<Pick<Listed, 'counts' | 'omitted'>>({ counts: [], omitted: [] });
	const pages = usePages<Item>(
		`${kind} ${due}`,
		async (cursor, signal) => {
			const page = await call<Listed>('GET inbox', { query: { kind, due, cursor, limit: 50 }, signal });
			setHead(page);
			return page;
		},
		{ every: 10_000 },
	);
	const list = useRef<HTMLDivElement>(null);
	useEffect(() => void (turn > 0 && pages.reload()), [turn]);
	const items = pages.items ?? [];
	const picked = items.filter((item) => chosen.has(keyOf(item)));
	const single = isKind(kind) ? kind : undefined;
	return (
		<>
			<div class="page-head">{open ? <h2>{roomWords('inbox')}</h2> : <Heading>{roomWords('inbox')}</Heading>}</div>
			<Filters kind={kind} due={due} counts={head.counts} />
			{head.omitted.map(({ kinds: missing, message }) => (
				<p key={missing.join()} class="notice warn" title={message}>
					{words('omitted', missing.map((one) => words(one)).join(', '))}
				</p>
			))}
			{single && <BulkBar kind={single} items={picked} clear={() => setChosen(new Set())} reload={pages.reload} />}
			<div ref={list} onKeyDown={(event) => moveFocus(event, list.current!, '.main a')}>
				<DataTable
					caption={words('list')}
					pages={pages}
					keyOf={keyOf}
					empty={<Nothing isFiltered={Boolean(kind || due)} hasRights={head.counts.length > 0} />}
					isCurrent={(item) => item.kind === open?.kind && item.id === open.id}
					selection={
						single && acts[single].some(({ isBulk }) => isBulk) ? { chosen, onChange: setChosen, nameOf: ({ title }) => title } : undefined
					}
					columns={[
						{
							name: 'what',
							title: words('what'),
							isMain: true,
							show: (item) => (
								<Link to={inboxPath(item.kind, item.id)}>
									<bdi class="title">{item.title}</bdi>
								</Link>
							),
						},
						{ name: 'kind', title: words('kind'), show: ({ kind: of }) => words(of) },
						...(open ? [] : [{ name: 'of', title: words('of'), show: ofWhat }]),
						{ name: 'due', title: words('due'), show: DueTime },
						...(open ? [] : [{ name: 'since', title: words('since'), show: ({ since }: Item) => <Time at={since} /> }]),
					]}
				/>
			</div>
		</>
	);
}

const ofWhat = ({ agent, process, subject, title }: Item) => <bdi>{agent ?? process ?? (subject === title ? '' : subject)}</bdi>;

export const DueTime = ({ due, isLate }: Pick<Item, 'due' | 'isLate'>) =>
	due === null ? (
		<span class="quiet">{words('noDue')}</span>
	) : (
		<>
			{isLate && (
				<>
					<Status tone="bad">{words('isLate')}</Status>{' '}
				</>
			)}
			<Time at={due} />
		</>
	);

function Filters({ kind, due, counts }: { kind?: string; due?: string; counts: Listed['counts'] }) {
	const numberOf = (of: Kind) => counts.find((one) => one.kind === of);
	const total = counts.reduce((sum, { count }) => sum + count, 0);
	const show = ({ count, isMore }: { count: number; isMore: boolean }) => `${formatNumber(count)}${isMore ? '+' : ''}`;
	const isMore = counts.some((one) => one.isMore);
	return (
		<div class="filters" role="search">
			<Select
				label={words('kind')}
				value={kind ?? ''}
				options={[
					{ value: '', text: `${words('allKinds')} (${show({ count: total, isMore })})` },
					...kinds.flatMap((value) => {
						const found = numberOf(value);
						return found ? [{ value, text: `${words(value)} (${show(found)})` }] : value === kind ? [{ value, text: words(value) }] : [];
					}),
				]}
				onChange={(value) => setQuery({ kind: value })}
			/>
			<Select
				label={words('due')}
				value={due ?? ''}
				options={[{ value: '', text: words('anyTime') }, ...dueFilters.map((value) => ({ value, text: words(value) }))]}
				onChange={(value) => setQuery({ due: value })}
			/>
			<p class="quiet keys">{words('keys')}</p>
		</div>
	);
}

function Nothing({ isFiltered, hasRights }: { isFiltered: boolean; hasRights: boolean }) {
	if (isFiltered) return <Empty title={words('noneFits')} />;
	return <Empty title={words('none')}>{<p>{words(hasRights ? 'noneHelp' : 'noRights')}</p>}</Empty>;
}
