import type { Input } from './prompt-drafts';

/** A definition of an agent, as far as it says with which values a prompt runs. */
export interface Definition {
	promptReference?: { name: string; variables?: Record<string, string> };
	settings?: Array<{ name: string; default: string | number | string[] }>;
	model?: { route?: Array<{ provider: string; model: string }> };
}

/** The values that an agent has for a prompt, by input. Its settings are for any prompt. */
export function readValues({ promptReference, settings = [] }: Definition, prompt: string): ReadonlyMap<string, string> {
	const own = promptReference?.name === prompt ? promptReference.variables : undefined;
	return new Map([
		...settings.map((one) => [one.name, Array.isArray(one.default) ? one.default.join('\n') : String(one.default)] as const),
		...Object.entries(own ?? {}),
	]);
}

export interface Filled {
	inputs: Input[];
	/** The inputs that got their value from the agent. */
	filled: string[];
	/** Inputs that keep what somebody typed, though the agent has a value for them. */
	kept: string[];
}

/** Fills what is empty, or still is as an earlier agent filled it: what somebody typed stays. @param earlier what that agent filled in */
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
