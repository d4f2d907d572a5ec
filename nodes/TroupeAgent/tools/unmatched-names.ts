import { fitsName } from '../../../core/tools/tool-names';
import { splitNames } from '../../shared/split-names';

/** The entries of an option that name tools, by its label. */
type NamedEntries = Record<string, Array<{ tools?: string }> | undefined>;

/** Lists hints about entries that apply to no connected tool: a misspelt name would leave a tool without its limits, unnoticed. */
export function listUnmatched(options: NamedEntries, tools: ReadonlyArray<{ name: string }>): string[] {
	const connected = tools.length > 0 ? `Connected tools: ${tools.map(({ name }) => name).join(', ')}.` : 'No tool is connected.';
	return Object.entries(options).flatMap(([label, entries = []]) =>
		entries.flatMap((entry) => {
			const names = splitNames(entry.tools);
			if (names.length === 0) return [`An entry of the option ${label} names no tool. ${connected}`];
			const unmatched = names.filter((pattern) => !tools.some(({ name }) => fitsName(pattern, name)));
			return unmatched.length > 0 ? [`The option ${label} names ${unmatched.join(', ')}, which is not connected. ${connected}`] : [];
		}),
	);
}
