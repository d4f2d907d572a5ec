import { useEffect, useRef, useState } from 'preact/hooks';
import { type Problem, toProblem } from './problem';
import { useQuery } from './use-query';

export interface Page<Item> {
	items: Item[];
	/** Start of the next page; absent on the last. */
	cursor?: string;
	/** Total count, if known. */
	total?: number;
}

export interface Pages<Item> {
	/** Undefined before the first page. */
	items?: Item[];
	page?: Page<Item>;
	total?: number;
	hasMore: boolean;
	problem?: Problem;
	isLoading: boolean;
	more: () => void;
	reload: () => void;
}

/** @param key what the list depends on @param read a page from a cursor */
export function usePages<Item>(
	key: string,
	read: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<Item>>,
	options: { every?: number } = {},
): Pages<Item> {
	const [added, setAdded] = useState<{ of?: Page<Item>; items: Item[]; cursor?: string; problem?: Problem; isLoading: boolean }>(none);
	// A new reading of the first page must not drop later pages.
	const readOn = useRef<Page<Item> | undefined>(undefined);
	const every = added.of === undefined || added.of !== readOn.current ? options.every : undefined;
	const first = useQuery(key, (signal) => read(undefined, signal), { every });
	readOn.current = first.data;
	// Later pages belong to their first page.
	useEffect(() => setAdded(none), [first.data]);
	const isOwn = added.of === first.data;
	const cursor = isOwn && added.of ? added.cursor : first.data?.cursor;
	const more = () => {
		if (cursor === undefined || added.isLoading) return;
		const of = first.data;
		const before = isOwn ? added.items : [];
		setAdded({ of, items: before, cursor, isLoading: true });
		read(cursor, new AbortController().signal)
			.then((page) => of === readOn.current && setAdded({ of, items: [...before, ...page.items], cursor: page.cursor, isLoading: false }))
			.catch(
				(fault: unknown) => of === readOn.current && setAdded({ of, items: before, cursor, isLoading: false, problem: toProblem(fault) }),
			);
	};
	return {
		items: first.data && [...first.data.items, ...(isOwn ? added.items : [])],
		page: first.data,
		total: first.data?.total,
		hasMore: cursor !== undefined,
		problem: first.problem ?? added.problem,
		isLoading: first.isLoading || added.isLoading,
		more,
		reload: first.reload,
	};
}

const none = { items: [], isLoading: false };
