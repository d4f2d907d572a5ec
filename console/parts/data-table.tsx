import type { ComponentChildren } from 'preact';
import type { Pages } from '../api/use-pages';
import { defineWords, plural } from '../words/words';
import { Fault } from './fault';
import { Skeleton } from './skeleton';

export interface Column<Item> {
	/** Unique among the columns; the argument of `onSort`. */
	name: string;
	/** Empty for a column of buttons. */
	title: string;
	show: (item: Item) => ComponentChildren;
	isNumber?: boolean;
	isSortable?: boolean;
	isMain?: boolean;
}

interface Sort {
	by: string;
	order: 'asc' | 'desc';
}

interface DataTableProps<Item> {
	caption: string;
	columns: Array<Column<Item>>;
	keyOf: (item: Item) => string;
	pages: Pick<Pages<Item>, 'items' | 'problem' | 'isLoading' | 'reload'> & Partial<Pages<Item>>;
	/** Shown for an empty list. */
	empty: ComponentChildren;
	sort?: Sort;
	onSort?: (sort: Sort) => void;
	isCurrent?: (item: Item) => boolean;
	selection?: { chosen: ReadonlySet<string>; onChange: (chosen: Set<string>) => void; nameOf: (item: Item) => string };
}

export function DataTable<Item>({ caption, columns, keyOf, pages, empty, sort, onSort, isCurrent, selection }: DataTableProps<Item>) {
	const { items, total, hasMore = false, problem, isLoading, more, reload } = pages;
	if (!items) return problem ? <Fault problem={problem} retry={reload} /> : <Skeleton rows={6} />;
	const keys = items.map(keyOf);
	const choose = (names: string[], isChosen: boolean) => {
		const chosen = new Set(selection!.chosen);
		for (const name of names)
			if (isChosen) chosen.add(name);
			else chosen.delete(name);
		selection!.onChange(chosen);
	};
	return (
		<div class="table-part" aria-busy={isLoading}>
			{problem && <Fault problem={problem} retry={reload} />}
			{items.length === 0 ? (
				empty
			) : (
				<table class="table">
					<caption class="unseen">{caption}</caption>
					<thead>
						<tr>
							{selection && (
								<th scope="col" class="pick">
									<input
										type="checkbox"
										aria-label={words('all')}
										checked={keys.every((key) => selection.chosen.has(key))}
										onChange={({ currentTarget }) => choose(keys, currentTarget.checked)}
									/>
								</th>
							)}
							{columns.map((column) => (
								<Head key={column.name} column={column} sort={sort} onSort={onSort} />
							))}
						</tr>
					</thead>
					<tbody>
						{items.map((item) => (
							<tr key={keyOf(item)} aria-current={isCurrent?.(item) ? 'true' : undefined}>
								{selection && (
									<td class="pick">
										<input
											type="checkbox"
											aria-label={selection.nameOf(item)}
											checked={selection.chosen.has(keyOf(item))}
											onChange={({ currentTarget }) => choose([keyOf(item)], currentTarget.checked)}
										/>
									</td>
								)}
								{columns.map(({ name, title, show, isNumber, isMain }) => (
									<td
										key={name}
										class={[isNumber && 'number', isMain && 'main'].filter(Boolean).join(' ') || undefined}
										data-title={title || undefined}
									>
										{show(item)}
									</td>
								))}
							</tr>
						))}
					</tbody>
				</table>
			)}
			{items.length > 0 && (
				<p class="more">
					<span class="quiet">
						{total === undefined ? words(hasMore ? 'shownOfMore' : 'shown', items.length) : words('shownOf', items.length, total)}
					</span>
					{hasMore && (
						<button type="button" class="button" disabled={isLoading} onClick={more}>
							{words('more')}
						</button>
					)}
				</p>
			)}
		</div>
	);
}

function Head<Item>({
	column: { name, title, isNumber, isSortable },
	sort,
	onSort,
}: {
	column: Column<Item>;
	sort?: Sort;
	onSort?: (sort: Sort) => void;
}) {
	const order = sort?.by === name ? sort.order : undefined;
	const className = isNumber ? 'number' : undefined;
	if (!isSortable || !onSort)
		return (
			<th scope="col" class={className}>
				{title === '' ? <span class="unseen">{words('acts')}</span> : title}
			</th>
		);
	return (
		<th scope="col" class={className} aria-sort={order === undefined ? 'none' : order === 'asc' ? 'ascending' : 'descending'}>
			<button type="button" class="sort" onClick={() => onSort({ by: name, order: order === 'desc' ? 'asc' : 'desc' })}>
				{title}
				<span aria-hidden="true">{order === undefined ? '' : order === 'asc' ? ' ▲' : ' ▼'}</span>
			</button>
		</th>
	);
}

const words = defineWords(
	{
		more: 'Show more',
		acts: 'Actions',
		all: 'Choose all that are shown',
		shown: (count: number) => plural(count, 'entry', 'entries'),
		shownOfMore: (count: number) => `The first ${plural(count, 'entry', 'entries')}`,
		shownOf: (count: number, total: number) => `${count} of ${plural(total, 'entry', 'entries')}`,
	},
	{
		more: 'Mostrar mais',
		acts: 'Ações',
		all: 'Escolher todos os mostrados',
		shown: (count) => plural(count, 'item', 'itens'),
		shownOfMore: (count) => `Os primeiros ${plural(count, 'item', 'itens')}`,
		shownOf: (count, total) => `${count} de ${plural(total, 'item', 'itens')}`,
	},
);
