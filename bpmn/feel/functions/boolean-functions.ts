import { AssertionFailure, type Evaluation } from '../scope';
import { define, defineWithMore, type BuiltIn, type BuiltIns } from './built-in';

const failedAssertion = 'The condition is not fulfilled';

/** A deciding value settles the result, unless a value before it is not a boolean or null. */
const connective = (decisive: boolean): BuiltIn =>
	defineWithMore('list', (items) => {
		const open = items.find((item) => typeof item !== 'boolean');
		if (open === undefined) return items.includes(decisive) ? decisive : !decisive;
		const before = items.indexOf(decisive) !== -1 && items.indexOf(decisive) < items.indexOf(open);
		return before || (open === null && items.includes(decisive)) ? decisive : null;
	});

function assertThat(evaluation: Evaluation, value: unknown, condition: unknown, cause: unknown = failedAssertion): unknown {
	if (condition === true) return value;
	const message = typeof cause === 'string' ? cause : failedAssertion;
	evaluation.warn('ASSERT_FAILURE', message);
	throw new AssertionFailure(message);
}

export const booleanFunctions: BuiltIns = {
	not: [define(['negand'], ([negand]) => (typeof negand === 'boolean' ? !negand : null))],
	'is defined': [define(['value'], ([value]) => value !== null)],
	'get or else': [define(['value', 'default'], ([value, fallback]) => value ?? fallback)],
	assert: [
		define(['value', 'condition'], ([value, condition], evaluation) => assertThat(evaluation, value, condition)),
		define(['value', 'condition', 'cause'], ([value, condition, cause], evaluation) => assertThat(evaluation, value, condition, cause)),
	],
	and: [connective(false)],
	all: [connective(false)],
	or: [connective(true)],
	any: [connective(true)],
};
