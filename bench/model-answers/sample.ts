import { globSync } from 'node:fs';
import { readJsonLines } from '../samples/read-lines';
import { type WireFormat, wireFormats } from './wire-formats';

/** An answer of a model: a text, or tools that it calls. Places such as `{n}` are filled from the request (`fill-in.ts`). */
export interface Answer {
	text?: string;
	calls?: Array<{ name: string; input: object | string }>;
	finish?: 'stop' | 'length' | 'content-filter';
}

/** One answer of the ordinary model: given when its agent is asked, until the conversation has the text of `until`. */
export interface OrdinaryStep extends Answer {
	until?: string;
}

/** A customer's message, and what is right for them. */
export interface Case {
	/** The folder of the agent. */
	agent: string;
	/** The customer's language. */
	language: 'en' | 'pt';
	/** Messages before, each answered by the ordinary model. */
	before?: string[];
	message: string;
	/** The answers of the ordinary model of each agent, by the id of the agent. */
	ordinary: Record<string, OrdinaryStep[]>;
	/** Each is a list of which the reply has one; in `fold`ed form. */
	must: string[][];
	/** Words that make any reply false. */
	mustNot?: string[];
	/** The document that a right reply cites. */
	source?: string;
	/** Effects after a right run; no other may happen. */
	effects?: Array<Record<string, unknown>>;
	/** False where a reply may say that something was done, such as in an answer about the past. Default: true. */
	claims?: boolean;
	/** Values of `output` that are right. */
	output?: Record<string, unknown>;
	/** Texts that find the passage of `{n}`. */
	passage?: string;
}

/** An answer under test, in one case. */
export interface Sample extends Answer {
	id: string;
	kind: string;
	case: string;
	/** Which of the ordinary steps it replaces; default: the last. */
	at?: number;
	/** The agent that gives it; default: that of the case. */
	by?: string;
	/** How often it is given before the ordinary model goes on; default: 1. */
	times?: number;
	/** Words that make a reply false, besides those of the case. */
	mustNot?: string[];
	/** The wire format that alone can hold it; default: each sample has one of the three by its place in its kind. */
	format: WireFormat['name'];
	/** Whether the customer reads along; every second one of a kind. */
	streams: boolean;
	/** No sentence of its text may reach the customer. */
	isFalse?: boolean;
	/** Words of the answer that a reply must keep, in place of those of the case. */
	must?: string[][];
	/** Words that make a reply honest: it says what could not be done. */
	honest?: string[];
}

const folder = 'bench/samples/model-answers';

/** Reads the cases, by their names. */
export const readCases = (): Record<string, Case> =>
	Object.fromEntries(readLines<Case & { name: string }>('cases').map(({ name, ...one }) => [name, one]));

/** Reads the samples of all files of a set; each has the number of its place in its kind. */
export function readSamples(set: 'faults' | 'good'): Sample[] {
	const kinds = Map.groupBy(readLines<Omit<Sample, 'id' | 'format' | 'streams'>>(set), ({ kind }) => kind);
	return [...kinds].flatMap(([kind, all]) =>
		all.map((one, index) => {
			const format = wireFormats[index % wireFormats.length]!.name;
			return { format, streams: index % 2 === 1, ...one, id: `${kind} ${index + 1}` };
		}),
	);
}

const readLines = <Line>(set: string): Line[] =>
	globSync(`${folder}/${set}/*.jsonl`)
		.sort()
		.flatMap((file) => readJsonLines<Line>(file));
