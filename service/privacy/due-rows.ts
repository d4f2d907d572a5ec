import { dayMs, findKeptDays, type KeptClass, type KeptRules, settableClasses } from '../../core/base/privacy/kept-classes';
import { countDue, countOlderThan } from '../../providers/compose/privacy/count-due';
import type { MemoryStoreHost } from '../../providers/compose/hosts/state-host';

type DueHost = MemoryStoreHost & { stateFolder: string };

interface DueClass {
	due: number;
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

/** Fewer rows need no warning. */
const leastRows = 100;
const everMs = -36_500 * dayMs;

interface UnusualClass {
	kept: KeptClass;
	rows: number;
}

/**
 * Names classes whose next days remove over twice the usual: with even arrivals, a week takes seven of the kept days. Warns of an import that ages in
 * one day, not of daily removal.
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
