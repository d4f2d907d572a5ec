/** Supported fields of the API, guessed from the model's name, then learned from refusals. */
export interface Dialect {
	/** Ways to request thinking, best first; empty if the model does not think. */
	thinking: Array<'level' | 'budget'>;
	/** True if a schema is supported together with tools. */
	schemaWithTools: boolean;
	/** True if calls in the conversation need the preceding thought's signature. */
	signed: boolean;
}

/** Names without a version count as the newest. */
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

/** Undefined if no other dialect would help. */
export function adaptDialect(dialect: Dialect, { status, text = '' }: { status?: number; text?: string }): Dialect | undefined {
	if (status !== 400) return undefined;
	if (dialect.schemaWithTools && /response mime type|response_mime_type/i.test(text)) return { ...dialect, schemaWithTools: false };
	if (dialect.thinking.length > 0 && /thinking/i.test(text)) return { ...dialect, thinking: dialect.thinking.slice(1) };
	return undefined;
}
