import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TextReply } from '../../../sandbox/fakes/fake-server';

/** What is written in examples/sdr/uat.json. */
export interface SalesCases {
	contact: string;
	maxQuestionsInARow: number;
	cases: SalesCase[];
}

export interface SalesCase {
	id: string;
	title: string;
	/** What is true before the first turn. */
	given?: { company?: { cnpj: string; nome: string } };
	turns: SalesTurn[];
	holds: SalesEnd;
}

/** The ad under which a customer wrote. */
export interface SalesAd {
	title: string;
	sourceId: string;
}

/** What the customer sends. An audio without a transcript cannot be understood. */
export type CustomerMessage = { kind: 'text'; text: string; ad?: SalesAd } | { kind: 'audio'; transcript?: string };

/** The customer writes, or a person writes, gives a command or sets labels. */
export interface SalesTurn {
	customer?: CustomerMessage[];
	/** Written at the company's phone. */
	person?: string;
	/** Written as a note in Chatwoot. */
	command?: string;
	/** Labels that a person sets in Chatwoot. */
	labels?: string[];
	/** `user:rui`, who can give commands, or somebody else. */
	by?: string;
	/** What the model answers, one round after the other. Absent where the agent is silent. */
	model?: TextReply[];
	given?: {
		/** What does not answer in this turn. `provider`: once. `crm`: until it is repaired at the end. */
		down?: 'provider' | 'crm';
		until?: string;
		/** How often each webhook is delivered. */
		deliveries?: number;
		/** The order in which the messages arrive. */
		arrive?: number[];
		/** How long after the hand-over this turn happens. */
		minutesLater?: number;
		/** Closes the deals so far. */
		deals?: 'won';
	};
	expect: {
		replies?: number;
		/** Who has the conversation afterwards. */
		mode?: 'agent' | 'person';
		/** Expressions that the replies match, and do not. */
		mustMatch?: string[];
		mustNotMatch?: string[];
		/** What the tools tell the model: errors, and passages of the handbook. */
		toolErrors?: string[];
		toldByTools?: string[];
		/** The text of the turn, as the agent gets it. */
		asked?: string;
		/** What the agent knows of what it did not answer. */
		knows?: string[];
		/** What no model is told. */
		hidden?: string[];
		/** How often the agent runs for this turn. */
		modelRuns?: number;
	};
}

/** What is true after the last turn. `null`: there is none. Absent: anything. */
export interface SalesEnd {
	lead?: Record<string, unknown> | null;
	summary?: string[];
	company?: { cnpj: string; nome: string } | null;
	budgets?: Array<Record<string, unknown>>;
	/** How many records the CRM has, what the note contains, and where the deal came from. */
	crm?: {
		companies?: number;
		people?: number;
		deals?: number;
		notes?: number;
		note?: string[];
		noteOfPrice?: string[];
		/** Expressions that the note of the last deal matches, and does not. */
		lastNote?: string[];
		lastNoteWithout?: string[];
		/** The second deal names the first one, which was won, and the other way round. */
		linked?: boolean;
		origin?: string;
		when?: string;
	};
	/** Whether the desk got the note, with its label. */
	handedOver?: boolean;
	/** Notes of hand-overs at the desk. Default: 1. */
	notesAtDesk?: number;
	/** Expressions that the first of them matches. */
	noteAtDesk?: string[];
	/** The same for the last of them, and expressions that it does not match. */
	lastNoteAtDesk?: string[];
	lastNoteAtDeskWithout?: string[];
	/** What the desk is told besides, or where nothing was handed over with a summary. */
	told?: string[];
	/** Who switched the agent, oldest first. */
	audited?: string[];
	/** Turns that the agent answered. */
	turns?: number;
	sentOnce?: boolean;
	questionsInARow?: number;
	/** Times that work on the CRM stopped, before it was repaired. */
	incidents?: number;
}

export const salesExample = join(__dirname, '../../../examples/sdr');

export const salesCases = JSON.parse(readFileSync(join(salesExample, 'uat.json'), 'utf8')) as SalesCases;

/** The rounds of a turn, with those calls only whose tools the host offers. */
export function scriptFor({ model = [] }: SalesTurn, offered: readonly string[]): TextReply[] {
	return model.map(({ calls, ...reply }) => {
		const possible = calls?.filter(({ name }) => offered.includes(name)) ?? [];
		return possible.length > 0 ? { ...reply, calls: possible } : reply;
	});
}
