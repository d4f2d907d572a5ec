import { leadToolNames } from '../../leads/lead-tools';
import { fitsName, toSafeName } from '../tool-names';
import type { ToolDefinition, ToolSettings } from '../tool-definition';

/** Tools that a channel adds. */
const channelTools = ['hand_over'];

/**
 * Returns the tools that rules name and the definition does not define. Undecided where a server says itself which tools it has, and where nothing is
 * defined, since the host connects the tools then.
 */
export function findMissingTools({ define = [], rules = [], scratchpad, askPerson }: ToolSettings): string[] {
	const names = define.map(listNames);
	if (define.length === 0 || scratchpad || askPerson || names.includes(undefined)) return [];
	const known = [...names.flatMap((each) => each ?? []), ...channelTools];
	const isKnown = (rule: string) => known.some((name) => fitsName(rule, name) || fitsName(rule, toSafeName(name)));
	return [...new Set(rules.map(({ tool }) => tool))].filter((tool) => !tool.includes('*') && !isKnown(tool));
}

/** The names that rules can use; undefined if only a server knows them. */
function listNames(tool: ToolDefinition): string[] | undefined {
	if (tool.kind === 'agent') return [tool.name ?? tool.agent];
	if (tool.kind === 'leads') return [...(tool.tools ?? leadToolNames)];
	if (tool.kind !== 'mcp') return [tool.name];
	const names = tool.tools ?? (tool.pins && Object.keys(tool.pins));
	return names?.flatMap((name) => [name, `${tool.server}_${name}`]);
}
