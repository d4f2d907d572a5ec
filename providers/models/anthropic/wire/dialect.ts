/** Which of the API's fields a model takes: its generations differ. Guessed from its name, then learned from its refusals. */
export interface Dialect {
	/** Ways to ask for thinking that were not refused yet, the best first; none where the model does not think. */
	thinking: Array<'adaptive' | 'budget'>;
	/** Answers by a schema in `output_config.format`; without it, by a tool that has to be called. */
	format: boolean;
	/** Takes a `tool_choice` that forces a call: models that always think do not. */
	forced: boolean;
}

/** The last of the models that think by a budget of tokens and not as they see fit. */
const byBudget = /^claude-(3-7|(opus|sonnet|haiku)-4(-[0-5])?(-\d{8})?(@.*)?$)/;

/** A dialect that the API accepts for the models known today; unknown ones are taken for new ones. */
export function initialDialect(model: string): Dialect {
	return { thinking: byBudget.test(model) ? ['budget', 'adaptive'] : ['adaptive', 'budget'], format: true, forced: true };
}

/** What a refusal is about, in the order in which they are looked for. All of them come as a bare `invalid_request_error`. */
const forcedRefused = /tool_choice/i;
const formatRefused = /output_config\.format|output_format|structured outputs?|compiled grammar/i;
const thinkingRefused = /thinking\.(type|enabled|adaptive|budget)|budget_tokens|adaptive thinking|support.{0,40}thinking|\beffort\b/i;

/** The dialect to try next after a refusal; undefined where another one would not help. */
export function adaptDialect(dialect: Dialect, refusal: { status?: unknown; apiMessage?: unknown }): Dialect | undefined {
	if (refusal.status !== 400 || typeof refusal.apiMessage !== 'string') return undefined;
	const words = refusal.apiMessage;
	if (dialect.forced && forcedRefused.test(words)) return { ...dialect, forced: false };
	if (dialect.format && formatRefused.test(words)) return { ...dialect, format: false };
	if (dialect.thinking.length > 0 && thinkingRefused.test(words)) return { ...dialect, thinking: dialect.thinking.slice(1) };
	return undefined;
}
