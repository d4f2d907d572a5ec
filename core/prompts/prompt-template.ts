/**
 * A published prompt in which `{{name}}` stands for a variable. Without side effects: the registry validates published prompts with it, and a run
 * fills them in.
 */
import { TroupeError } from '../base/errors';

const PLACEHOLDER = /\{\{([A-Za-z_][A-Za-z0-9_]{0,99})\}\}/g;
/** The same max as for the prompt of a definition. */
export const MAX_PROMPT = 50_000;
const MAX_PROBLEMS = 10;

/** Returns the variables of a text, each once, in order of first occurrence. */
export function listVariables(text: string): string[] {
	return [...new Set([...text.matchAll(PLACEHOLDER)].map(([, name]) => name!))];
}

/** Finds double braces that are not a variable: a typo that the model would receive literally. */
export function findStrayBraces(text: string): string[] {
	const rest = text.replace(PLACEHOLDER, (match) => ' '.repeat(match.length));
	return [...rest.matchAll(/\{\{|\}\}/g)].slice(0, MAX_PROBLEMS).map(({ 0: braces, index }) => `${braces} at position ${index}`);
}

/**
 * Fills in the variables. Values are inserted literally, even if they look like a variable.
 * @param where the prompt, for the error
 * @throws TroupeError AGENT_INVALID if a variable has no value, or the text gets too long
 */
export function fillPrompt(text: string, values: Record<string, string>, where: string): string {
	const missing = listVariables(text).filter((name) => !Object.hasOwn(values, name));
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
