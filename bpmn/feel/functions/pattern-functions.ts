import { compilePattern, findAll, replaceAll, split, test, type Pattern } from '../patterns';
import { define, WrongArguments, type BuiltIn, type BuiltIns } from './built-in';

/** Position of the regular expression among the parameters of a function. */
export const patternParameters: Record<string, { position: number; name: string }> = {
	matches: { position: 1, name: 'pattern' },
	replace: { position: 1, name: 'pattern' },
	split: { position: 1, name: 'delimiter' },
	extract: { position: 1, name: 'pattern' },
};

const withPattern = (parameters: string[], invoke: (pattern: Pattern, text: string, rest: string[]) => unknown): BuiltIn =>
	define(parameters, (values) => {
		if (!values.every((value) => typeof value === 'string')) return undefined;
		const [text, source, ...rest] = values as [string, string, ...string[]];
		const flags = parameters.at(-1) === 'flags' ? rest.pop()! : '';
		const pattern = compilePattern(source, flags);
		if (!pattern) throw new WrongArguments(`Invalid pattern '${source}'`);
		return invoke(pattern, text, rest);
	});

const replace = (pattern: Pattern, text: string, [replacement]: string[]): string => {
	const result = replaceAll(pattern, text, replacement!);
	if (result === undefined) throw new WrongArguments(`Invalid replacement '${replacement}'`);
	return result;
};

export const patternFunctions: BuiltIns = {
	matches: [withPattern(['input', 'pattern'], test), withPattern(['input', 'pattern', 'flags'], test)],
	replace: [withPattern(['input', 'pattern', 'replacement'], replace), withPattern(['input', 'pattern', 'replacement', 'flags'], replace)],
	split: [withPattern(['string', 'delimiter'], split)],
	extract: [withPattern(['input', 'pattern'], (pattern, text) => findAll(pattern, text))],
};
