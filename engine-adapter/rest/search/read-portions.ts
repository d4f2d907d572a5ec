import type { Kernel } from '../../embedded/flow/kernel';
import type { Look as LookBack } from '../../embedded/history/search-ended';
import type { TenantIds } from '../../embedded/state/tenants';
import type { TenantEngine } from '../../embedded/tenant-engine';

interface Page {
	after: string | undefined;
	tenants: TenantIds;
}

type Look<Row> = (kernel: Kernel, page: Page) => Row[];

/** In order of keys. Other commands run between two portions. */
export async function* readPortions<Row>(engine: TenantEngine, look: Look<Row>, keyOf: (row: Row) => string): AsyncGenerator<Row[]> {
	for (let after: string | undefined; ;) {
		const from = after;
		const rows = await engine.read((kernel, tenants) => look(kernel, { after: from, tenants }));
		if (rows.length === 0) return;
		yield rows;
		after = keyOf(rows.at(-1)!);
	}
}

interface WithHistory<Row> {
	present: Look<Row>;
	past: (kernel: Kernel, page: { after?: number; tenants: TenantIds }) => LookBack<Row>;
	/** Present and past states: a filter limits what is read. */
	states?: { present: string[]; past: string[]; asked?: string[] };
}

/** Present, then ended. An end in between appears once. */
export async function* readWithHistory<Row extends { key: string }>(
	engine: TenantEngine,
	{ present, past, states }: WithHistory<Row>,
): AsyncGenerator<Row[]> {
	const mayBe = (time: 'present' | 'past'): boolean => states?.asked?.some((state) => states[time].includes(state)) ?? true;
	const seen = new Set<string>();
	if (mayBe('present')) {
		for await (const rows of readPortions(engine, present, ({ key }) => key)) {
			for (const { key } of rows) seen.add(key);
			yield rows;
		}
	}
	if (!mayBe('past')) return;
	for (let next: number | undefined = 0; next !== undefined;) {
		const after: number = next;
		const look: LookBack<Row> = await engine.read((kernel, tenants) => past(kernel, { after, tenants }));
		yield look.rows.filter(({ key }) => !seen.has(key));
		next = look.next;
	}
}

export async function* mapItems<Row, Item>(portions: AsyncIterable<Row[]>, toItem: (row: Row) => Item): AsyncGenerator<Item[]> {
	for await (const rows of portions) yield rows.map(toItem);
}

export async function readFirst<Item>(portions: AsyncIterable<Item[]>): Promise<Item | undefined> {
	for await (const [first] of portions) if (first !== undefined) return first;
	return undefined;
}
