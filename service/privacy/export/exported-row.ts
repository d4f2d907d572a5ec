import type { PersonNames } from '../name-person';

/** A row of the person, with the values that are given to them. */
export interface ExportedRow {
	/** The id of the purpose, as the record of processing has it. */
	purpose: string;
	store: string;
	table: string;
	row: Record<string, unknown>;
}

/** A part of what is exported. */
export interface ExportPortion {
	rows: ExportedRow[];
	/** Where the next portion of the same source begins; absent after the last one. */
	next?: unknown[];
}

/** A place that holds rows of persons. */
export interface ExportSource {
	/** `state.db message`. */
	name: string;
	purpose: string;
	/** @param after `next` of the portion before */
	read(after: readonly unknown[] | undefined, limit: number): Promise<ExportPortion>;
}

/** Kinds of data that are not given. */
export const leftOutKinds = [
	/** People of the company, by name. */
	'colleagues',
	/** Names and ids of other persons. */
	'others',
	/** Parts of requests of providers, and rows of processes, that are about others. */
	'parts',
	/** Messages of a conversation that several persons share: nobody noted who wrote which. */
	'shared',
	/** Texts of the company that an agent read. */
	'company',
] as const;

export type LeftOut = Record<(typeof leftOutKinds)[number], number>;

export const nothingLeftOut = (): LeftOut => ({ colleagues: 0, others: 0, parts: 0, shared: 0, company: 0 });

/** Whose data it is. */
export interface ExportedPerson extends PersonNames {
	/** As it was asked for, for one whom no channel knows. */
	person: string;
}
