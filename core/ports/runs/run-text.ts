export type TextSource =
	/** In this message or an earlier one. */
	| 'person'
	/** Others can have written it, or it repeats their texts. */
	| 'message'
	| 'author'
	/** With data that others can have written. */
	| 'prompt'
	| 'decider'
	/** Approved arguments: the person's word for these values only. */
	| 'approval'
	| 'memory'
	| 'document'
	| 'tool'
	| 'agent';

/** As the model read it: masked. */
export interface RunText {
	source: TextSource;
	/** Tool, document title or agent; absent for people and the author. */
	from?: string;
	trusted: boolean;
	text: string;
	/** Display text by line, where the model had only values from a text. */
	lines?: readonly string[];
}
