/** The fields of the API that a model supports, which differ by generation; guessed from its name, then learned from its refusals. */
export interface Dialect {
	/** Ways to request thinking that were not refused yet, best first; empty if the model does not think. */
	thinking: Array<'adaptive' | 'budget'>;
	/** True if it supports schemas in `output_config.format`; otherwise the answer is the call of a forced tool. */
	format: boolean;
	/** True if it accepts the thinking of earlier turns; a key or a gateway that changed in between may not. */
	thoughts: boolean;
	/** True if it supports a forced `tool_choice`; models that always think do not. */
	forced: boolean;
}

/** The last models that think with a token budget instead of adaptively. */
const byBudget = /^claude-(3-7|(opus|sonnet|haiku)-4(-[0-5])?(-\d{8})?(@.*)?$)/;

/** Returns a dialect that the API accepts for today's models; unknown models count as new. */
export function initialDialect(model: string): Dialect {
	return { thinking: byBudget.test(model) ? ['budget', 'adaptive'] : ['adaptive', 'budget'], format: true, thoughts: true, forced: true };
}

/** Subjects of refusals in the order of checks. All of them are a plain `invalid_request_error`. */
const thoughtsRefused = /thinking\W* blocks? .{0,60}cannot be modified|invalid \W?(?:signature|data)\W? in .{0,20}thinking/i;
const forcedRefused = /tool_choice/i;
const formatRefused = /output_config\.format|output_format|structured outputs?|compiled grammar/i;
const thinkingRefused = /thinking\.(type|enabled|adaptive|budget)|budget_tokens|adaptive thinking|support.{0,40}thinking|\beffort\b/i;

/** Returns the dialect to try after a refusal; undefined if no other would help. */
export function adaptDialect(dialect: Dialect, refusal: { status?: unknown; apiMessage?: unknown }): Dialect | undefined {
	if (refusal.status !== 400 || typeof refusal.apiMessage !== 'string') return undefined;
	const words = refusal.apiMessage;
	if (dialect.thoughts && thoughtsRefused.test(words)) return { ...dialect, thoughts: false };
	if (dialect.forced && forcedRefused.test(words)) return { ...dialect, forced: false };
	if (dialect.format && formatRefused.test(words)) return { ...dialect, format: false };
	if (dialect.thinking.length > 0 && thinkingRefused.test(words)) return { ...dialect, thinking: dialect.thinking.slice(1) };
	return undefined;
}
