/** Rows that are numbered without gaps and have a mark over number and content: nobody changes, adds or removes one unseen without the key. */

/** Returns a keyed hash, which proves that the text was written with the key of the installation. */
export type Mark = (text: string) => Promise<string>;

/** Marks nothing: for tests, and for a store of this process alone. */
export const noMark: Mark = async () => '';

/** A row that somebody changed, added or removed who wrote the database without the key of the installation. */
export interface RecordFault {
	tenant: string;
	/** Its number, or what else tells it apart. */
	id: number | string;
	problem: 'changed' | 'added' | 'removed';
}

/** The result of a check of all rows. */
export interface CheckedRecords {
	records: number;
	/** At most a hundred. */
	faults: RecordFault[];
}

/** A row as a check reads it. */
export interface MarkedRow {
	id: number;
	mark: string;
	/** The text that its mark covers. */
	text: string;
}

/** The first and the last number that the product has written and not removed. */
interface Ends {
	tenant: string;
	first: number;
	last: number;
}

export const maxFaults = 100;

/**
 * Checks the rows of a tenant. Their numbers have no gaps, so that one that is missing was removed.
 * @param read returns the next rows after a number, in their order
 */
export async function checkNumbered(
	{ tenant, first, last }: Ends,
	read: (after: number) => Promise<MarkedRow[]>,
	mark: Mark,
): Promise<{ records: number; faults: Array<RecordFault & { id: number }> }> {
	const faults: Array<RecordFault & { id: number }> = [];
	let records = 0;
	let next = first;
	for (let after = 0; faults.length < maxFaults;) {
		const rows = await read(after);
		if (rows.length === 0) break;
		for (const { id, mark: written, text } of rows) {
			after = id;
			// Added by the product meanwhile, or by somebody else: the next check tells.
			const isSealed = written === (await mark(text));
			if (id > last && isSealed) continue;
			records += 1;
			if (id > last || id < first) faults.push({ tenant, id, problem: 'added' });
			else if (next < id) faults.push({ tenant, id: next, problem: 'removed' });
			if (id >= first && id <= last && !isSealed) faults.push({ tenant, id, problem: 'changed' });
			next = Math.max(next, id + 1);
		}
	}
	if (next <= last && faults.length < maxFaults) faults.push({ tenant, id: next, problem: 'removed' });
	return { records, faults };
}
