import { define, ofTexts, type BuiltIn, type BuiltIns } from '../../functions/built-in';
import { patternFunctions } from '../../functions/pattern-functions';
import { textFunctions as shared } from '../../functions/text-functions';
import { isNumber, toInteger, type FeelNumber } from '../../numbers';

/** Characters as people count them in code points, not in UTF-16 (DMN 1.5, 10.3.4.3). */
function substring(text: string, start: FeelNumber, length?: FeelNumber): string | undefined {
	const characters = [...text];
	const place = toInteger(start);
	const count = length === undefined ? characters.length : toInteger(length);
	if (place === 0 || -place > characters.length || (length !== undefined && count < 1)) return undefined;
	const from = place > 0 ? place - 1 : characters.length + place;
	return characters.slice(from, from + count).join('');
}

/** Patterns and flags of XPath 3.1, as DMN 1.5, 10.3.4.3 says, where they differ from those of Java. */
function withXPathFlags(builtIn: BuiltIn): BuiltIn {
	const place = builtIn.parameters.indexOf('flags');
	if (place === -1) return builtIn;
	const invoke: BuiltIn['invoke'] = (values, evaluation) => {
		const [text, pattern, ...rest] = values;
		const flags = values[place] ?? '';
		if (typeof pattern !== 'string' || typeof flags !== 'string' || !/^[smixq]*$/.test(flags)) return undefined;
		const read = flags.includes('q') ? quote(pattern) : flags.includes('x') ? withoutBlanks(pattern) : pattern;
		return builtIn.invoke([text, read, ...rest.slice(0, -1), flags.replaceAll(/[xq]/g, '')], evaluation);
	};
	return { ...builtIn, invoke };
}

const quote = (pattern: string): string => pattern.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);

/** Blanks within character classes stay. */
const withoutBlanks = (pattern: string): string =>
	pattern.replaceAll(/(\[(?:\\[^]|[^\]\\])*\])|\s+/g, (_, characterClass?: string) => characterClass ?? '');

export const textFunctions: BuiltIns = {
	...shared,
	...Object.fromEntries(Object.entries(patternFunctions).map(([name, overloads]) => [name, overloads.map(withXPathFlags)])),
	substring: [
		define(['string', 'start position'], ([text, start]) =>
			typeof text === 'string' && isNumber(start) ? substring(text, start) : undefined,
		),
		define(['string', 'start position', 'length'], ([text, start, length]) =>
			typeof text === 'string' && isNumber(start) && isNumber(length) ? substring(text, start, length) : undefined,
		),
	],
	'string length': [ofTexts(['string'], (text) => [...text].length)],
};
