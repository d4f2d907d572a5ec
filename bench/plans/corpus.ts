import { globSync, readFileSync } from 'node:fs';
import type { Activities } from './match-activities';
import { readReference } from './reference';

/** A process as a person of a trade describes it. */
export interface Description {
	id: string;
	language: 'en' | 'pt';
	trade: string;
	size: 'short' | 'medium' | 'long';
	text: string;
	/** By the slot of a question. */
	answers: Record<string, string>;
	activities: Activities;
	/** The described process, in the notation of `reference.ts`. */
	reference: string;
	/** Those that the reference allows. */
	traces: string[][];
}

/** A change of a described process, in words, and what it should do. Names are those of the description's activities, or new ones. */
export interface Change {
	of: string;
	text: string;
	expect: {
		added?: string[];
		removed?: string[];
		renamed?: Record<string, string>;
		/** Activities that may have another place. */
		moved?: string[];
		/** The first before the second, in each trace with both. */
		order?: Array<[string, string]>;
		/** Group of people by activity. */
		who?: Record<string, string>;
		condition?: string;
	};
}

const read = <T>(path: string): T => JSON.parse(readFileSync(path, 'utf8')) as T;

/** Reads the descriptions from the root of the repository. */
export const readDescriptions = (): Description[] =>
	globSync('bench/plans/corpus/*.json')
		.sort()
		.flatMap((path) => read<Array<Omit<Description, 'traces'>>>(path))
		.map((description) => ({ ...description, traces: readReference(description.reference) }));

export const readChanges = (): Change[] => read('bench/plans/changes.json');
