import type { PersonNames } from '../name-person';

export interface ExportedRow {
	purpose: string;
	store: string;
	table: string;
	row: Record<string, unknown>;
}

interface ExportPortion {
	rows: ExportedRow[];
	/** Begin of the source's next portion; absent after the last one. */
	next?: unknown[];
}

export interface ExportSource {
	/** Format: `state.db message`. */
	name: string;
	purpose: string;
	/** @param after `next` of the portion before */
	read(after: readonly unknown[] | undefined, limit: number): Promise<ExportPortion>;
}

export const leftOutKinds = ['colleagues', 'others', 'parts', 'shared', 'company'] as const;

export type LeftOut = Record<(typeof leftOutKinds)[number], number>;

export const nothingLeftOut = (): LeftOut => ({ colleagues: 0, others: 0, parts: 0, shared: 0, company: 0 });

export interface ExportedPerson extends PersonNames {
	person: string;
}
