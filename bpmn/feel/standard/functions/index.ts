import { BuiltInFunction } from './built-in-function';
import { booleanFunctions, contextFunctions } from './other-functions';
import { rangeFunctions } from './range-functions';
import { conversionFunctions } from './conversion-functions';
import { listFunctions } from './list-functions';
import { numberFunctions } from './number-functions';
import { temporalFunctions } from '../../functions/temporal-functions';
import { textFunctions } from './text-functions';

export { BuiltInFunction } from './built-in-function';

/** DMN 1.5, 10.3.4. */
const functions = new Map(
	[
		booleanFunctions,
		contextFunctions,
		conversionFunctions,
		listFunctions,
		numberFunctions,
		rangeFunctions,
		temporalFunctions,
		textFunctions,
	]
		.flatMap((group) => Object.entries(group))
		.map(([name, overloads]) => [name, new BuiltInFunction(name, overloads)]),
);

export const functionNamed = (name: string): BuiltInFunction | undefined => functions.get(name);

export const builtInNames = [...functions.keys(), 'time offset', 'start included', 'end included'];
