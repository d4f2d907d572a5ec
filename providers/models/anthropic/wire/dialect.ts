/** Supported fields of the API, guessed from the model's name, then learned from refusals. */
export interface Dialect {
	/** Ways to request thinking, best first; empty if the model does not think. */
	thinking: Array<'adaptive' | 'budget'>;
	/** True if `output_config.format` supports schemas; otherwise a forced tool returns the answer. */
	format: boolean;
	/** True if earlier thinking is accepted; after a change of key or gateway it may not be. */
	thoughts: boolean;
	/** True if `tool_choice` can be forced; models that always think refuse it. */
	forced: boolean;
}

/** Last models that think with a token budget. */
const byBudget = /^claude-(3-7|(opus|sonnet|haiku)-4(-[0-5])?(-\d{8})?(@.*)?$)/;

/** Unknown models count as new. */
export function initialDialect(model: string): Dialect {
	return { thinking: byBudget.test(model) ? ['budget', 'adaptive'] : ['adaptive', 'budget'], format: true, thoughts: true, forced: true };
}

/** Subjects in the order of checks. All are a plain `invalid_request_error`. */
const thoughtsRefused = /thinking\W* blocks? .{0,60}cannot be modified|invalid \W?(?:signature|data)\W? in .{0,20}thinking/i;
const forcedRefused = /tool_choice/i;
const formatRefused = /output_config\.format|output_format|structured outputs?|compiled grammar/i;
const thinkingRefused = /thinking\.(type|enabled|adaptive|budget)|budget_tokens|adaptive thinking|support.{0,40}thinking|\beffort\b/i;

/** Undefined if no other dialect would help. */
export function adaptDialect(dialect: Dialect, refusal: { status?: unknown; apiMessage?: unknown }): Dialect | undefined {
	if (refusal.status !== 400 || typeof refusal.apiMessage !== 'string') return undefined;
	const words = refusal.apiMessage;
	if (dialect.thoughts && thoughtsRefused.test(words)) return { ...dialect, thoughts: false };
	if (dialect.forced && forcedRefused.test(words)) return { ...dialect, forced: false };
	if (dialect.format && formatRefused.test(words)) return { ...dialect, format: false };
	if (dialect.thinking.length > 0 && thinkingRefused.test(words)) return { ...dialect, thinking: dialect.thinking.slice(1) };
	return undefined;
}
