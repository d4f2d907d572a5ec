/** The fields of the protocol that a server and a model support; learned from refusals, each of which removes a field permanently. */
export interface Dialect {
	/** Names of the limit of output tokens that were not refused yet, the one in use first. */
	limitFields: Array<'max_tokens' | 'max_completion_tokens'>;
	temperature: boolean;
	effort: boolean;
	streamUsage: boolean;
	/** The messages that called tools have the thoughts that the server sent, an empty thought if it sent none, or never one. */
	thoughts: 'own' | 'always' | 'never';
	/** Calls of other models have a signature that Gemini's gateway accepts. */
	signed: boolean;
	/** A message of the assistant is between the results of tools and a question: some servers refuse a user's turn there. */
	bridged: boolean;
	/** Ways to request a schema, from the strictest to words in the prompt. */
	format: 'strict' | 'schema' | 'object' | 'told';
	/** Its chat template has a system message. */
	system: boolean;
	/** Its chat template refuses two messages of one role after each other. */
	alternating: boolean;
	/** A message has at most one call. */
	oneCall: boolean;
	/** A conversation with calls needs its tools, also where none may be called. */
	offersAlways: boolean;
	/** Tools are fields of the protocol, or texts. */
	tools: 'native' | 'text';
}
