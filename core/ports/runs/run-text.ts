/** Who wrote a text that entered a run. */
export type TextSource =
	/** Who asks, in this message or an earlier one. */
	| 'person'
	/** A message that others can have written, or that repeats their texts. */
	| 'message'
	/** The author of the agent: its prompt. */
	| 'author'
	/** The prompt with data that others can have written. */
	| 'prompt'
	/** A person who answered a question, or what they wrote with a decision. */
	| 'decider'
	/** The arguments of a call that a person approved: their word for these values, about nothing else. */
	| 'approval'
	/** What is remembered of the person. */
	| 'memory'
	/** A passage of a document. */
	| 'document'
	/** The result of a tool. */
	| 'tool'
	/** Another agent. */
	| 'agent';

/** A text that entered a run, as the model read it: masked. */
export interface RunText {
	source: TextSource;
	/** The tool, the title of the document, or the agent; absent for people and the author. */
	from?: string;
	/** Who wrote it may decide what the agent does: the author, who asks, and who was asked. */
	trusted: boolean;
	text: string;
	/** By line: what to show of it, where the model had only values that were taken from a text. */
	lines?: readonly string[];
}
