import type { TextSeal } from './text-seal';

export type Marker = Pick<TextSeal, 'mark'>;

export interface OneRun {
	tenant: string;
	runId: string;
}

/** An entry as it is stored, with the mark that chains it to the one before. */
export interface MarkedEntry {
	number: number;
	entry: string;
	mark: string;
}

/** The stored trail of a run: its entries, and what the run says of them. */
export interface StoredTrail extends OneRun {
	entries: MarkedEntry[];
	counted: number;
	/** The mark of the run, which covers the number of entries and the mark of the last. */
	head: string;
}

/** Returns the mark of an entry. @param before that of the entry before */
export const markEntry = (
	{ tenant, runId }: OneRun,
	{ number, entry }: Pick<MarkedEntry, 'number' | 'entry'>,
	before: string,
	seal: Marker,
): Promise<string> => seal.mark(JSON.stringify(['run entry', tenant, runId, number, before, entry]));

/** Returns the mark of a run with these entries, which covers their number and the mark of the last. */
export const markHead = (
	{ tenant, runId }: OneRun,
	entries: Array<Pick<MarkedEntry, 'number' | 'mark'>>,
	seal: Marker,
): Promise<string> => {
	const { number, mark } = entries.at(-1) ?? { number: -1, mark: '' };
	return seal.mark(JSON.stringify(['run', tenant, runId, number + 1, mark]));
};
