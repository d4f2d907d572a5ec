import type { TextSeal } from './text-seal';

export type Marker = Pick<TextSeal, 'mark'>;

export interface OneRun {
	tenant: string;
	runId: string;
}

export interface MarkedEntry {
	number: number;
	entry: string;
	mark: string;
}

export interface StoredTrail extends OneRun {
	entries: MarkedEntry[];
	counted: number;
	head: string;
}

export const markEntry = (
	{ tenant, runId }: OneRun,
	{ number, entry }: Pick<MarkedEntry, 'number' | 'entry'>,
	before: string,
	seal: Marker,
): Promise<string> => seal.mark(JSON.stringify(['run entry', tenant, runId, number, before, entry]));

export const markHead = (
	{ tenant, runId }: OneRun,
	entries: Array<Pick<MarkedEntry, 'number' | 'mark'>>,
	seal: Marker,
): Promise<string> => {
	const { number, mark } = entries.at(-1) ?? { number: -1, mark: '' };
	return seal.mark(JSON.stringify(['run', tenant, runId, number + 1, mark]));
};
