import { FeelFailure } from '../scope';
import { define, defineWithMore, type BuiltIn, type BuiltIns } from './built-in';

const failedAssertion = 'The condition is not fulfilled';

/** One that decides settles it; anything but a boolean leaves it open. */
const connective = (decisive: boolean): BuiltIn =>
	defineWithMore('list', (items) => {
		if (items.includes(decisive))
			return firstOpen(items) === -1 || items.indexOf(decisive) < firstOpen(items) || items[firstOpen(items)] === null ? decisive : null;
		return firstOpen(items) === -1 ? !decisive : null;
	});

const firstOpen = (items: unknown[]): number => items.findIndex((item) => typeof item !== 'boolean');

function assertThat(value: unknown, condition: unknown, cause: string): unknown {
	if (condition === true) return value;
	throw new FeelFailure(`Assertion failure: ${cause}`);
}

export const booleanFunctions: BuiltIns = {
	not: [define(['negand'], ([negand]) => (typeof negand === 'boolean' ? !negand : null))],
	'is defined': [define(['value'], ([value]) => value !== null)],
	'get or else': [define(['value', 'default'], ([value, fallback]) => value ?? fallback)],
	assert: [
		define(['value', 'condition'], ([value, condition]) => assertThat(value, condition, failedAssertion)),
		define(['value', 'condition', 'cause'], ([value, condition, cause]) =>
			assertThat(value, condition, typeof cause === 'string' ? cause : failedAssertion),
		),
	],
	and: [connective(false)],
	all: [connective(false)],
	or: [connective(true)],
	any: [connective(true)],
};
