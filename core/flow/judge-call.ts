import type { JsonSchema } from '../ports/models/models';
import type { ToolEffect } from '../ports/tools/tool-effect';
import { isAddress } from './destination';
import type { ValueOrigin } from './find-origins';
import { type JudgedValues, judgeValues } from './judge-values';
import { listValues } from './list-values';

interface CallToJudge {
	input: unknown;
	parameters: JsonSchema;
	/** Arguments covered by a rule: the origin of their values does not matter. `*`: all. */
	ruled: readonly string[];
	effect: ToolEffect;
	/** Shows its arguments to others, although it only reads. */
	tells?: boolean;
}

/** Judges a call by its values. Pure reading exposes no arguments, except addresses, or if the tool `tells`. */
export function judgeCall({ input, parameters, ruled, effect, tells }: CallToJudge, find: () => ValueOrigin[]): JudgedValues {
	const showsOnlyAddresses = effect === 'reads' && !tells;
	const addresses = new Set(listValues(input).flatMap((value) => (isAddress(value) ? [value.path] : [])));
	if (showsOnlyAddresses && addresses.size === 0) return { foreign: [], isAnchored: true };
	const judged = judgeValues({ origins: find(), parameters, input, ruled });
	return showsOnlyAddresses ? { ...judged, foreign: judged.foreign.filter(({ path }) => addresses.has(path)) } : judged;
}
