import type { Compiled } from '../compiled';
import { createCompile } from './compile';
import { builtInNames } from './functions';
import { NameTable } from './name-table';
import { parseExpression, parseUnaryTests } from './parser';
import type { FindType } from './types';

/** FEEL as DMN 1.5 defines it, for one model: its names and types. */
export interface StandardFeel {
	/** @throws FeelSyntaxError with the position */
	readonly expression: (text: string) => Compiled;
	/** The tests of a cell: true, false, or null; the tested value is `?`. @throws FeelSyntaxError with the position */
	readonly unaryTests: (text: string) => Compiled;
}

export function openStandardFeel(names: Iterable<string>, findType: FindType): StandardFeel {
	const table = new NameTable([...builtInNames, ...names]);
	const compile = createCompile(findType);
	return {
		expression: (text) => compile(parseExpression(text, table)),
		unaryTests: (text) => compile(parseUnaryTests(text, table)),
	};
}
