import { isNumber, numberText } from '../numbers';
import { isTemporal } from '../temporal';
import { variableText } from '../temporal-texts';
import type { Evaluation } from '../scope';
import { define, since88, type BuiltIns } from './built-in';

const intervalText = (interval: unknown, { version }: Evaluation): string | undefined =>
	isTemporal(interval) ? variableText(interval, version) : typeof interval === 'string' ? interval : undefined;

const fromAiParameters = ['value', 'description', 'type', 'schema', 'options'];

/** Functions that Zeebe adds: `cycle` for timers, `fromAi` for the tools of an agent (from 8.8 on). */
export const zeebeFunctions: BuiltIns = {
	cycle: [
		define(['interval'], ([interval], evaluation) => {
			const text = intervalText(interval, evaluation);
			return text === undefined ? undefined : `R/${text}`;
		}),
		define(['repetitions', 'interval'], ([repetitions, interval], evaluation) => {
			const text = intervalText(interval, evaluation);
			if (text === undefined || (repetitions !== null && !isNumber(repetitions))) return undefined;
			return `R${repetitions === null ? '' : numberText(repetitions)}/${text}`;
		}),
	],
	fromAi: fromAiParameters.map((_, index) => since88(define(fromAiParameters.slice(0, index + 1), ([value]) => value))),
};
