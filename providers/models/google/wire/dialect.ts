/** Which of the API's fields a model takes: its generations differ. Guessed from its name, then learned from its refusals. */
export interface Dialect {
	/** Ways to ask for thinking that were not refused yet, the best first; none where the model does not think. */
	thinking: Array<'level' | 'budget'>;
	/** Answers by a schema while tools are offered. */
	schemaWithTools: boolean;
	/** Calls in the conversation have to bear the signature of the thought that led to them. */
	signed: boolean;
}

/** What the API accepts for the models known today; names without a number are taken for the newest. */
export function initialDialect(model: string): Dialect {
	const [, number] = /gemini-(\d+(?:\.\d+)?)/.exec(model) ?? [];
	const version = Number(number ?? (model.includes('gemma') ? 0 : Infinity));
	const thinks = version >= 2.5;
	return {
		thinking: thinks ? (version >= 3 ? ['level', 'budget'] : ['budget', 'level']) : [],
		schemaWithTools: version >= 3,
		signed: version >= 3,
	};
}

/** The dialect to try next after a refusal; undefined where another one would not help. */
export function adaptDialect(dialect: Dialect, { status, text = '' }: { status?: number; text?: string }): Dialect | undefined {
	if (status !== 400) return undefined;
	if (dialect.schemaWithTools && /response mime type|response_mime_type/i.test(text)) return { ...dialect, schemaWithTools: false };
	if (dialect.thinking.length > 0 && /thinking/i.test(text)) return { ...dialect, thinking: dialect.thinking.slice(1) };
	return undefined;
}
