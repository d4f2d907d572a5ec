import type { JsonSchema } from '../ports/models/models';
import type { ToolEffect } from '../ports/tools/tool-effect';
import { isAddress } from './destination';
import type { ValueOrigin } from './find-origins';
import { type JudgedValues, judgeValues } from './judge-values';
import { listValues } from './list-values';

/** A call whose values are judged by where they come from. */
export interface CallToJudge {
	/** Masked. */
	input: unknown;
	/** The schema of the arguments. */
	parameters: JsonSchema;
	/** Names of arguments that a rule spoke about: where their values come from does not matter. `*` stands for all. */
	ruled: readonly string[];
	effect: ToolEffect;
	/** It shows its arguments to others, although it only reads. */
	tells?: boolean;
}

/** Judges a call by its values. Reading alone shows its arguments to nobody, except an address, or the arguments of a tool that tells. */
export function judgeCall({ input, parameters, ruled, effect, tells }: CallToJudge, find: () => ValueOrigin[]): JudgedValues {
	const showsOnlyAddresses = effect === 'reads' && !tells;
	const addresses = new Set(listValues(input).flatMap((value) => (isAddress(value) ? [value.path] : [])));
	if (showsOnlyAddresses && addresses.size === 0) return { foreign: [], isAnchored: true };
	const judged = judgeValues({ origins: find(), parameters, input, ruled });
	return showsOnlyAddresses ? { ...judged, foreign: judged.foreign.filter(({ path }) => addresses.has(path)) } : judged;
}
