/** Fields that a server and model support. Each refusal removes a field permanently. */
export interface Dialect {
	/** Names of the output limit not refused yet, the current one first. */
	limitFields: Array<'max_tokens' | 'max_completion_tokens'>;
	temperature: boolean;
	effort: boolean;
	streamUsage: boolean;
	/** Thoughts in messages with tool calls: as the server sent them, an empty one if it sent none, or never. */
	thoughts: 'own' | 'always' | 'never';
	/** Calls of other models carry a signature that Gemini's gateway accepts. */
	signed: boolean;
	/** Puts an assistant message between tool results and a question: some servers refuse a user's turn there. */
	bridged: boolean;
	format: 'strict' | 'schema' | 'object' | 'told';
	/** The chat template supports system messages. */
	system: boolean;
	alternating: boolean;
	/** Max one call per message. */
	oneCall: boolean;
	/** Conversations with calls need their tools, even if none may be called. */
	offersAlways: boolean;
	/** Protocol fields, or plain text. */
	tools: 'native' | 'text';
}
