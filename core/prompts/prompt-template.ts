/** A published prompt in which `{{name}}` stands for a variable. Pure: the registry checks with it what it publishes, a run fills it in. */
import { TroupeError } from '../base/errors';

const PLACEHOLDER = /\{\{([A-Za-z_][A-Za-z0-9_]{0,99})\}\}/g;
/** As long as the prompt of a definition may be. */
export const MAX_PROMPT = 50_000;
const MAX_PROBLEMS = 10;

/** The variables of a text, each once, in the order of their first place. */
export function variablesOf(text: string): string[] {
	return [...new Set([...text.matchAll(PLACEHOLDER)].map(([, name]) => name!))];
}

/** Double braces that are no variable: a slip of the pen that the model would be given as it stands. */
export function strayBraces(text: string): string[] {
	const rest = text.replace(PLACEHOLDER, (found) => ' '.repeat(found.length));
	return [...rest.matchAll(/\{\{|\}\}/g)].slice(0, MAX_PROBLEMS).map(({ 0: braces, index }) => `${braces} at position ${index}`);
}

/**
 * The text with its variables filled in; values are put in as they stand, also where they look like a variable.
 * @param where the prompt, for the error
 * @throws TroupeError AGENT_INVALID when a variable has no value, or the text gets too long
 */
export function fillPrompt(text: string, values: Record<string, string>, where: string): string {
	const missing = variablesOf(text).filter((name) => !Object.hasOwn(values, name));
	if (missing.length > 0) {
		throw new TroupeError({
			code: 'AGENT_INVALID',
			message: `${where} has variables without a value: ${missing.slice(0, MAX_PROBLEMS).join(', ')}.`,
			fix: 'Set each of them in "promptReference.variables" of the agent.',
			details: { missing: missing.slice(0, MAX_PROBLEMS) },
		});
	}
	const filled = text.replace(PLACEHOLDER, (_, name: string) => values[name]!);
	if (filled.length <= MAX_PROMPT) return filled;
	throw new TroupeError({
		code: 'AGENT_INVALID',
		message: `${where} has ${filled.length} characters with its variables filled in; the max is ${MAX_PROMPT}.`,
		fix: 'Shorten the prompt or the values in "promptReference.variables".',
		details: { expected: MAX_PROMPT, actual: filled.length },
	});
}
