import type { ToolEffect } from '../../../core/ports/tools/tool-effect';
import { fitsName } from '../../../core/tools/tool-names';
import { splitNames } from '../../shared/split-names';

/** An entry of the option Effects of Tools. */
export interface NamedEffect {
	/** Names, `*` for any characters, separated by commas. */
	tools?: string;
	effect?: ToolEffect;
}

/** Returns the effect of the first entry that names the tool. */
export const findNamedEffect = (tool: string, entries: NamedEffect[] = []): ToolEffect | undefined =>
	entries.find(({ tools }) => splitNames(tools).some((pattern) => fitsName(pattern, tool)))?.effect;
