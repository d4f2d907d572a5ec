/** `{{name}}` stands for a variable. Without side effects: the registry validates published prompts with it, and a run fills them in. */
import { TroupeError } from '../base/errors';

const placeholder = /\{\{([A-Za-z_][A-Za-z0-9_]{0,99})\}\}/g;
/** Matches a whole text. */
export const variableName = /^[A-Za-z_][A-Za-z0-9_]{0,99}$/;
export const maxPrompt = 50_000;
const maxProblems = 10;

/** Each once, in order of first occurrence. */
export function listVariables(text: string): string[] {
	return [...new Set([...text.matchAll(placeholder)].map(([, name]) => name!))];
}

/** Braces without a variable: a typo that the model would receive literally. */
export function findStrayBraces(text: string): string[] {
	const rest = text.replace(placeholder, (match) => ' '.repeat(match.length));
	return listUnmatched(rest)
		.filter(({ braces }) => braces.length === 2)
		.slice(0, maxProblems)
		.map(({ braces, start }) => `${braces} at position ${start}`);
}

/**
 * @param rest text without references @returns every `{{`, and each `}}` or `}` that does not close single braces, as the end of `{"a": {"b": 1}}`
 * does
 */
export function listUnmatched(rest: string): Array<{ braces: string; start: number }> {
	let depth = 0;
	return [...rest.matchAll(/\{\{|\}\}|[{}]/g)].flatMap(({ 0: braces, index: start }) => {
		if (braces === '{') depth += 1;
		if (braces[0] === '{') return braces === '{' ? [] : [{ braces, start }];
		const isClosed = depth >= braces.length;
		depth = Math.max(0, depth - braces.length);
		return isClosed ? [] : [{ braces, start }];
	});
}

/**
 * Inserts values literally, even if they look like a variable. @param where the prompt, for the error @throws TroupeError AGENT_INVALID if a variable
 * has no value, or the text gets too long
 */
export function fillPrompt(text: string, values: Record<string, string>, where: string): string {
	const missing = listVariables(text).filter((name) => !Object.hasOwn(values, name));
	if (missing.length > 0) {
		throw new TroupeError({
			code: 'AGENT_INVALID',
			message: `${where} has variables without a value: ${missing.slice(0, maxProblems).join(', ')}.`,
			fix: 'Set each of them in "promptReference.variables" of the agent, or declare it in "settings".',
			details: { missing: missing.slice(0, maxProblems) },
		});
	}
	const length = countFilled(text, values);
	if (length <= maxPrompt) return text.replace(placeholder, (_, name: string) => values[name]!);
	throw new TroupeError({
		code: 'AGENT_INVALID',
		message: `${where} has ${length} characters with its variables filled in; the max is ${maxPrompt}.`,
		fix: 'Shorten the prompt, or the values of its variables and settings.',
		details: { expected: maxPrompt, actual: length },
	});
}

/** Counts without writing: a short text can name a long value ten thousand times. */
function countFilled(text: string, values: Record<string, string>): number {
	return [...text.matchAll(placeholder)].reduce((sum, { 0: place, 1: name }) => sum - place.length + values[name!]!.length, text.length);
}
