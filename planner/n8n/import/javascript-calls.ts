import { type Data, NoFeel, textOf, type Written } from './written';

/** Arguments that are written when they are needed. */
type Given = Array<() => Written>;

const numeric: Record<string, string> = {
	...{ Number: 'number', 'Math.abs': 'abs', 'Math.floor': 'floor', 'Math.ceil': 'ceiling', 'Math.min': 'min', 'Math.max': 'max' },
};

/** Writes a call of a function. @throws NoFeel */
export function callFunction(name: string, given: Given, condition: (at: number) => string): Written {
	const write = (): string => given.map((one) => one().feel).join(', ');
	if (name === 'String') return { feel: textOf({ ...given[0]!(), type: undefined }), type: 'text' };
	if (Object.hasOwn(numeric, name)) return { feel: `${numeric[name]}(${write()})`, type: 'number' };
	if (name === 'Math.round') return { feel: `round half up(${write()}, 0)`, type: 'number' };
	if (name === '$if') return { feel: `(if ${condition(0)} then ${given[1]!().feel} else ${given[2]!().feel})` };
	if (name === '$ifEmpty') return orElse(given[0]!(), given[1]!(), (value) => `${value} = null or ${value} = ""`);
	throw new NoFeel(name.startsWith('$') ? 'outside' : 'function', name);
}

const ofTexts: Record<string, string> = {
	...{ includes: 'contains', startsWith: 'starts with', endsWith: 'ends with', toLowerCase: 'lower case', toUpperCase: 'upper case' },
};

/** Writes a call of a method. @throws NoFeel */
export function callMethod(name: string, on: Written, given: Given, data: Data): Written {
	if (name === 'includes' && on.type === 'list') return { feel: `list contains(${on.feel}, ${given[0]!().feel})`, type: 'boolean' };
	if (Object.hasOwn(ofTexts, name)) {
		data.note(on, 'text');
		const text = on.type === 'text' || on.isPath ? on.feel : textOf(on);
		return {
			feel: `${ofTexts[name]}(${[text, ...given.map((one) => one().feel)].join(', ')})`,
			type: given.length > 0 ? 'boolean' : 'text',
		};
	}
	if (name === 'toString') return { feel: textOf(on), type: 'text' };
	if (name === 'toNumber') return { feel: `number(${on.feel})`, type: 'number' };
	if (name === 'isEmpty') return { feel: `(${on.feel} = null or ${on.feel} = "")`, type: 'boolean' };
	if (name === 'isNotEmpty') return { feel: `(${on.feel} != null and ${on.feel} != "")`, type: 'boolean' };
	if (name === 'first' && given.length === 0) return { feel: `${on.feel}[1]`, isPath: true };
	if (name === 'last' && given.length === 0) return { feel: `${on.feel}[-1]`, isPath: true };
	throw new NoFeel('function', name);
}

/** A value, or another where it is missing. */
export const orElse = (value: Written, other: Written, isMissing: (feel: string) => string): Written =>
	other.feel === 'null'
		? value
		: { feel: `(if ${isMissing(value.feel)} then ${other.feel} else ${value.feel})`, ...(other.type && { type: other.type }) };
