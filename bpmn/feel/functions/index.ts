import { booleanFunctions } from './booleans';
import type { BuiltIn, BuiltIns } from './built-in';
import { contextFunctions } from './contexts';
import { conversionFunctions } from './conversions';
import { listFunctions } from './lists';
import { numberFunctions } from './numbers';
import { patternFunctions } from './patterns';
import { rangeFunctions } from './ranges';
import { textFunctions } from './texts';
import { temporalFunctions } from './temporals';
import { zeebeFunctions } from './zeebe';

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
