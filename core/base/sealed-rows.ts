/** Rows numbered without gaps, marked over number and content: without the key, no change stays unseen. */

/** A keyed hash, proof of the installation's key. */
export type Mark = (text: string) => Promise<string>;

/** Without marks: for tests, and for a store of this process alone. */
export const noMark: Mark = async () => '';

/** A row changed, added or removed without the installation's key. */
export interface RecordFault {
	tenant: string;
	id: number | string;
	problem: 'changed' | 'added' | 'removed';
}

export interface CheckedRecords {
	records: number;
	faults: RecordFault[];
}

export interface MarkedRow {
	id: number;
	mark: string;
	text: string;
}

interface Ends {
	tenant: string;
	first: number;
	last: number;
}

export const maxFaults = 100;

/** Checks a tenant's rows. Numbers have no gaps: a missing one was removed. @param read returns the next rows after a number, in their order */
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
