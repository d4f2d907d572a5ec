import type { DecisionWords } from './decide';
import type { NoFeel } from './written';

/** Texts about a workflow that becomes a plan, as people read them. */
export interface ImportWords {
	decision: DecisionWords;
	team: string;
	item: string;
	answer: string;
	approved: string;
	together: string;
	ended: string;
	begins: string;
	purpose: (name: string) => string;
	/** Why a node is a step by hand. */
	noFeel: (node: string, problem: NoFeel) => string;
	reasons: (why: string, node: string) => string;
	jump: string;
	/** A repetition that no loop can be. */
	endless: (node: string) => string;
	/** Names what a request sends. */
	request: Record<'query' | 'fields' | 'headers', (names: string) => string>;
	backTo: (node: string) => string;
	decides: (node: string) => string;
	isDone: (node: string) => string;
	gaveUp: (node: string) => string;
	itemsOf: (node: string) => string;
	ofCode: (node: string) => string;
	withTools: (names: string) => string;
	/** What a person has to know of a node. */
	headers: (node: string, names: string) => string;
	notEncoded: (node: string) => string;
	instructions: (node: string) => string;
	secret: (node: string, places: string) => string;
	notShown: (node: string) => string;
	asksHere: (node: string, by: string) => string;
	calls: (node: string, workflow: string) => string;
	callsEach: (node: string) => string;
	callWaits: (node: string) => string;
	noEffect: (node: string) => string;
	once: (node: string) => string;
	maxEntries: (node: string, max: number) => string;
	/** Says that entries are not taken together, as n8n does. */
	oneByOne: (node: string, together: string) => string;
	maxRounds: (node: string, max: number) => string;
	message: (node: string, name: string) => string;
	noSchedule: (node: string) => string;
	oneSchedule: (node: string) => string;
	/** What a person has to know of the whole. */
	whole: {
		intro: (name: string, nodes: number) => string;
		oneItem: string;
		pinned: (nodes: number) => string;
		dangling: (connections: number) => string;
		notes: (notes: number) => string;
		errors: string;
		unreached: (names: string) => string;
		disabled: (names: string) => string;
		otherTriggers: (names: string, chosen: string) => string;
		values: (names: string) => string;
	};
	/** What a node does. */
	does: {
		trigger: (title: string) => string;
		triggers: Record<string, string>;
		decision: (ways: number) => string;
		filter: string;
		set: (fields: string) => string;
		merge: string;
		nothing: string;
		disabled: string;
		loop: string;
		agent: string;
		classify: string;
		http: (method: string, host: string) => string;
		node: (title: string, act: string) => string;
		human: string;
		call: (workflow: string) => string;
		timer: string;
		message: string;
		code: (lines: number) => string;
		end: string;
		other: (title: string) => string;
		part: (title: string, of: string) => string;
	};
	touches: (names: string) => string;
	credentials: (types: string) => string;
	risk: Record<
		'http' | 'agent' | 'node' | 'code' | 'decision' | 'human' | 'call' | 'timer' | 'loop' | 'goesOn' | 'stops' | 'secret',
		string
	>;
	becomes: Record<string, string>;
	questions: {
		trigger: (names: string[]) => { text: string; why: string };
		rounds: (nodes: string) => { text: string; why: string };
		who: (nodes: string) => { text: string; why: string };
		key: (nodes: string) => { text: string; why: string };
		credential: (nodes: string) => { text: string; why: string };
		none: string;
	};
}
