import { TroupeError } from '../../../core/base/errors';
import type { ToolLimits } from '../../../core/ports/tools/tool-shapes';
import { fitsName } from '../../../core/tools/tool-names';
import { splitNames } from '../../shared/split-names';

/** Entry of the option Limits of Tools. 0 means an empty field. */
export interface NamedLimits extends Omit<ToolLimits, 'timeoutMs'> {
	/** Names, `*` for any characters, separated by commas. */
	tools?: string;
	/** Seconds. */
	timeout?: number;
}

/** The first matching entry applies. @throws TroupeError INPUT_INVALID for a cost without a price, or a price without a cost */
export function findNamedLimits(tool: string, entries: NamedLimits[] = []): ToolLimits | undefined {
	const entry = entries.find(({ tools }) => splitNames(tools).some((pattern) => fitsName(pattern, tool)));
	if (!entry) return undefined;
	const { calls, resultCharacters, costUsd, priceUsd, timeout } = entry;
	if (!costUsd !== !priceUsd) throw incomplete(tool);
	return {
		...(calls && { calls }),
		...(resultCharacters && { resultCharacters }),
		...(costUsd && { costUsd, priceUsd }),
		...(timeout && { timeoutMs: timeout * 1000 }),
	};
}

const incomplete = (tool: string) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `The limits of the tool ${tool.slice(0, 64)} have only one of Max Cost and Price of a Call.`,
		fix: 'Enter both in Limits of Tools, or neither.',
	});
