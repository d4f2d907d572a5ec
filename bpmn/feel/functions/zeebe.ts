import { isNumber, numberText } from '../numbers';
import { isTemporal } from '../temporal';
import { variableText } from '../temporal-texts';
import { define, type BuiltIns } from './built-in';

const intervalText = (interval: unknown): string | undefined =>
	isTemporal(interval) ? variableText(interval) : typeof interval === 'string' ? interval : undefined;

const fromAiParameters = ['value', 'description', 'type', 'schema', 'options'];

/** Functions that Zeebe adds: `cycle` for timers, `fromAi` for the tools of an agent (from 8.8 on). */
export const zeebeFunctions: BuiltIns = {
	cycle: [
		define(['interval'], ([interval]) => (intervalText(interval) === undefined ? undefined : `R/${intervalText(interval)}`)),
		define(['repetitions', 'interval'], ([repetitions, interval]) => {
			if (intervalText(interval) === undefined || (repetitions !== null && !isNumber(repetitions))) return undefined;
			return `R${repetitions === null ? '' : numberText(repetitions)}/${intervalText(interval)}`;
		}),
	],
	fromAi: fromAiParameters.map((_, index) => define(fromAiParameters.slice(0, index + 1), ([value]) => value)),
};
