/** How far the records of a CRM differ from the truth. */
import type { PipeRunTables } from '../../sandbox/fakes/piperun/piperun-tables';
import type { LeadPlan, Truth } from './plan-leads';

export interface Verdict {
	/** People or companies in one record with others. */
	merged: number;
	/** Records of one person or company too many, and those that no deal belongs to. */
	doubled: number;
	/** Deals and wishes that are missing, too many or in the wrong place. */
	deals: number;
	/** Records too many that people were asked about, or that nobody could know. Not a fault. */
	excused: number;
	/** The faults in words. */
	faults: string[];
}

type Row = Record<string, unknown>;

/** @param typed what people had typed into the CRM before: the person or company of a record by its id */
export function judgeRecords(
	tables: PipeRunTables,
	{ leads }: LeadPlan,
	typed: Record<'person' | 'company', Map<number, number>>,
): Verdict {
	const verdict: Verdict = { merged: 0, doubled: 0, deals: 0, excused: 0, faults: [] };
	const notesOf = group(tables.notes, ({ deal_id: deal }) => Number(deal));
	const textsOf = (deal: Row) => (notesOf.get(Number(deal['id'])) ?? []).map(({ text }) => String(text));
	const dealsOf = group(tables.deals, ({ reference }) => String(reference).split('~')[0]!);
	for (const [id, truth] of leads) verdict.deals += countMisplaced(id, truth, dealsOf.get(id) ?? [], textsOf);
	const isAsked = readDoubts(tables);
	const kinds = { person: tables.persons, company: tables.companies };
	for (const kind of ['person', 'company'] as const) {
		const known = typed[kind];
		const owners = new Map(kinds[kind].map(({ id }) => [Number(id), new Set([known.get(Number(id)) ?? []].flat())]));
		/** Records that are right for certain, and those that may be there although there is another one. */
		const sure = new Set(known.keys());
		const unsure = new Set<number>();
		for (const deal of tables.deals) {
			const truth = leads.get(String(deal['reference']).split('~')[0]!);
			const record = Number(deal[`${kind}_id`] ?? 0);
			const owner = truth?.[kind];
			if ((record === 0) !== (owner === undefined)) verdict.deals += 1;
			if (truth === undefined || owner === undefined) continue;
			owners.get(record)?.add(owner);
			if (!isUnsure[kind](truth)) sure.add(record);
			else if (kind === 'company' || isAsked(deal)) unsure.add(record);
		}
		addRecords(verdict, owners, (record) => unsure.has(record) && !sure.has(record));
	}
	return verdict;
}

/** Returns whether people were asked about the person of a deal: in a note of it, or in one that names the person. */
function readDoubts({ notes }: PipeRunTables): (deal: Row) => boolean {
	const doubtful = notes.filter(({ text }) => String(text).startsWith('Confira'));
	const deals = new Set(doubtful.map(({ deal_id: deal }) => deal));
	const people = new Set(doubtful.flatMap(({ text }) => [...String(text).matchAll(/pessoa (\d+)/g)].map(([, id]) => Number(id))));
	return ({ id, person_id: person }) => deals.has(id) || people.has(Number(person));
}

/** Tells for person and company whether a lead says too little to know them by. */
const isUnsure = { person: ({ isVague }: Truth) => isVague === true, company: ({ isUnnumbered }: Truth) => isUnnumbered === true };

/** @param owners whose records they are, by the deals that belong to them */
function addRecords(verdict: Verdict, owners: Map<number, Set<number>>, isExcused: (record: number) => boolean): void {
	const recordsOf = new Map<number, number[]>();
	for (const [record, all] of owners) {
		verdict.merged += Math.max(0, all.size - 1);
		if (all.size > 1) verdict.faults.push(`the record ${record} is of the owners ${[...all].join(', ')}`);
		if (all.size === 0) verdict.faults.push(`the record ${record} belongs to nobody`);
		if (all.size === 0) verdict.doubled += 1;
		for (const owner of all) recordsOf.set(owner, [...(recordsOf.get(owner) ?? []), record]);
	}
	for (const [owner, records] of recordsOf) {
		const excused = records.filter(isExcused).length;
		if (records.length - excused > 1) verdict.faults.push(`owner ${owner} has the records ${records.join(', ')}`);
		verdict.doubled += Math.max(0, records.length - excused - 1);
		verdict.excused += Math.min(excused, records.length - 1);
	}
}

/** One deal for each round, with the wishes of the round and no others. */
function countMisplaced(id: string, { wishes }: Truth, deals: Row[], textsOf: (deal: Row) => string[]): number {
	const extra = Math.max(0, deals.length - wishes.length);
	return wishes.reduce((sum, wanted, round) => {
		const deal = deals.find(({ reference }) => reference === (round === 0 ? id : `${id}~${round + 1}`));
		if (deal === undefined) return sum + 1;
		const written = textsOf(deal).flatMap((text) => /^Produto: (.+)$/m.exec(text)?.[1] ?? []);
		const missing = wanted.filter((one) => written.filter((other) => other === one).length !== 1).length;
		return sum + missing + written.filter((one) => !wanted.includes(one)).length;
	}, extra);
}

function group<Key>(rows: Row[], keyOf: (row: Row) => Key): Map<Key, Row[]> {
	const groups = new Map<Key, Row[]>();
	for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
	return groups;
}
