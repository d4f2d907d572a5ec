import type { Input } from './prompt-drafts';

export interface Definition {
	promptReference?: { name: string; variables?: Record<string, string> };
	settings?: Array<{ name: string; default: string | number | string[] }>;
	model?: { route?: Array<{ provider: string; model: string }> };
}

export function readValues({ promptReference, settings = [] }: Definition, prompt: string): ReadonlyMap<string, string> {
	const own = promptReference?.name === prompt ? promptReference.variables : undefined;
	return new Map([
		...settings.map((one) => [one.name, Array.isArray(one.default) ? one.default.join('\n') : String(one.default)] as const),
		...Object.entries(own ?? {}),
	]);
}

export interface Filled {
	inputs: Input[];
	filled: string[];
	kept: string[];
}

/** Fills empty inputs and those that an earlier agent filled: typed values stay. @param earlier values of that agent */
export function fillSamples(inputs: Input[], values: ReadonlyMap<string, string>, earlier: ReadonlyMap<string, string>): Filled {
	const filled: string[] = [];
	const kept: string[] = [];
	const next = inputs.map((input) => {
		const value = values.get(input.name);
		if (value === undefined) return input;
		const isTyped = input.sample !== '' && input.sample !== earlier.get(input.name);
		if (!isTyped) filled.push(input.name);
		else if (input.sample !== value) kept.push(input.name);
		return isTyped ? input : { ...input, sample: value };
	});
	return { inputs: next, filled, kept };
}
