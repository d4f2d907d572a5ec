import type { Fault, Field } from '../../tree/plan-tree';
import type { DoerWords } from '../words';

export interface Place {
	path: string;
	known: readonly Field[];
	words: DoerWords;
	/** Nobody is answered with their own words. */
	incoming?: readonly string[];
}

const maxGiven = 100;
const maxText = 200;

export const listGiven = (parameters: Record<string, unknown> = {}): string[] =>
	Object.entries(parameters)
		.slice(0, maxGiven)
		.flatMap(([name, value]) => (value === undefined || value === null || value === '' ? [] : [name]));

export const faultOf = (rule: string, path: string, field: string, { message, fix }: Pick<Fault, 'message' | 'fix'>): Fault => ({
	path: `${path}/${field.slice(0, maxText).replaceAll('~', '~0').replaceAll('/', '~1')}`,
	rule,
	message,
	fix,
});
