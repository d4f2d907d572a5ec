import { dayMs, findKeptDays, type KeptClass, type KeptRules, settableClasses } from '../../core/base/privacy/kept-classes';
import { countDue, countOlderThan } from '../../providers/compose/privacy/count-due';
import type { MemoryStoreHost } from '../../providers/compose/hosts/state-host';

type DueHost = MemoryStoreHost & { stateFolder: string };

/** Counts what cleanings remove of a class. Held rows stay, and are not in the other numbers. */
export interface DueClass {
	/** Rows that the next cleaning removes. */
	due: number;
	/** Rows that those of the next days remove, with these. */
	dueSoon: number;
	held: number;
	tables: Array<{ store: string; table: string; due: number; dueSoon: number; held: number }>;
}

export const usualAheadDays = 7;

/** @throws TroupeError STORAGE_…, MEMORY_STORE_UNREACHABLE, VAULT_UNREADABLE */
export async function readDue(kept: KeptClass, rules: KeptRules, host: DueHost, aheadDays = usualAheadDays): Promise<DueClass> {
	const now = await countDue(kept, rules, host);
	const soon = await countDue(kept, rules, host, aheadDays * dayMs);
	const tables = soon.map(({ store, table, rows, held }) => {
		const one = now.find((each) => each.store === store && each.table === table);
		return { store, table, due: (one?.rows ?? 0) - (one?.held ?? 0), dueSoon: rows - held, held };
	});
	const sum = (field: 'due' | 'dueSoon' | 'held') => tables.reduce((total, one) => total + one[field], 0);
	return { due: sum('due'), dueSoon: sum('dueSoon'), held: sum('held'), tables: tables.filter(({ dueSoon, held }) => dueSoon + held > 0) };
}

/** Fewer surprise nobody. */
const leastRows = 100;
const everMs = -36_500 * dayMs;

export interface UnusualClass {
	kept: KeptClass;
	rows: number;
}

/**
 * Names the classes of which the next days remove more than twice as much as days usually do: where rows come as evenly as they go, a week takes
 * seven of the days that they are kept. An import that grows old in one day is told of; what goes day by day is not.
 */
export async function listUnusual(rules: KeptRules, host: DueHost, aheadDays = usualAheadDays): Promise<UnusualClass[]> {
	const unusual: UnusualClass[] = [];
	for (const kept of settableClasses) {
		const days = findKeptDays(kept, rules);
		if (days === undefined) continue;
		const { dueSoon: rows } = await readDue(kept, rules, host, aheadDays);
		if (rows < leastRows) continue;
		const all = await countOlderThan(kept, { keptMs: everMs, endedMs: everMs }, host);
		const total = all.reduce((sum, one) => sum + one.rows, 0);
		if (rows > 2 * total * (aheadDays / days)) unusual.push({ kept, rows });
	}
	return unusual;
}
