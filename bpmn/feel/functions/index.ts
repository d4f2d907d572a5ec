import { booleanFunctions } from './boolean-functions';
import type { BuiltIn, BuiltIns } from './built-in';
import { contextFunctions } from './context-functions';
import { conversionFunctions } from './conversion-functions';
import { listFunctions } from './list-functions';
import { numberFunctions } from './number-functions';
import { patternFunctions } from './pattern-functions';
import { rangeFunctions } from './range-functions';
import { textFunctions } from './text-functions';
import { temporalFunctions } from './temporal-functions';
import { zeebeFunctions } from './zeebe-functions';

export { WrongArguments } from './built-in';

/** Camunda's documentation, FEEL built-in functions. */
const builtIns = new Map<string, BuiltIn[]>(
	[
		booleanFunctions,
		contextFunctions,
		conversionFunctions,
		listFunctions,
		numberFunctions,
		patternFunctions,
		rangeFunctions,
		textFunctions,
		temporalFunctions,
		zeebeFunctions,
	].flatMap((functions: BuiltIns) => Object.entries(functions)),
);

export const findBuiltIn = (name: string, fits: (builtIn: BuiltIn) => boolean): BuiltIn | undefined => builtIns.get(name)?.find(fits);
