import { fitsName, toSafeName } from '../tool-names';
import type { ToolDefinition, ToolSettings } from '../definition/tool-settings';
import { leadToolNames } from '../../leads/lead-tool-names';

/** Added by a channel or a team, and the question to a person. */
const otherTools = ['hand_over', 'return_conversation', 'write_note', 'read_notes', 'ask_person'];

/** Tools in rules without a definition. Undecided where a server lists its own tools, or the host connects them. */
export function findMissingTools(settings: ToolSettings): string[] {
	const known = listKnown(settings);
	const named = (settings.rules ?? []).flatMap(({ tool, after = tool }) => [tool, after]);
	return known ? [...new Set(named)].filter((tool) => !tool.includes('*') && !isKnown(tool, known)) : [];
}

/** The earlier call (`after`) is impossible, so the rule's own call is never made. */
export function describeDeadRules(settings: ToolSettings): string[] {
	const known = listKnown(settings);
	return (settings.rules ?? []).flatMap(({ tool, after }, index) => {
		if (after === undefined) return [];
		const where = `tools.rules.${index}.after`;
		if (after === tool)
			return [`${where}: ${tool} has to be called before itself, so the rule never lets it be called. Name the call that comes first.`];
		if (!known || isKnown(after, known)) return [];
		return [
			`${where}: the definition has no tool "${after}", so the rule never lets ${tool} be called. Correct the name, or define the tool.`,
		];
	});
}

/** No tool has the summed argument, so all calls are beyond the limits. */
export function describeDeadSums({ define = [], rules = [] }: ToolSettings): string[] {
	return rules.flatMap(({ tool, limits }, index) => {
		const named = define.filter((one) => listNames(one)?.some((name) => fitsName(tool, name)) ?? true);
		const parameters = named.map((one) => ('parameters' in one ? Object.keys(one.parameters?.properties ?? {}) : undefined));
		if (named.length === 0 || parameters.includes(undefined)) return [];
		const known = new Set(parameters.flatMap((names) => names ?? []));
		return Object.keys(limits?.sum ?? {})
			.filter((path) => !known.has(/^[^.[]*/.exec(path)![0]))
			.map(
				(path) =>
					`tools.rules.${index}.limits.sum: no tool that the rule names has the argument "${path}", so each of their calls is beyond it. Correct the name.`,
			);
	});
}

function listKnown({ define = [] }: ToolSettings): string[] | undefined {
	const names = define.map(listNames);
	if (define.length === 0 || names.includes(undefined)) return undefined;
	return [...names.flatMap((each) => each ?? []), ...otherTools];
}

const isKnown = (rule: string, known: string[]): boolean => known.some((name) => fitsName(rule, name) || fitsName(rule, toSafeName(name)));

/** For rules; undefined if only a server knows the names. */
function listNames(tool: ToolDefinition): string[] | undefined {
	if (tool.kind === 'agent') return [tool.name ?? tool.agent];
	if (tool.kind === 'leads') return [...(tool.tools ?? leadToolNames)];
	if (tool.kind !== 'mcp') return [tool.name];
	const names = tool.tools ?? (tool.pins && Object.keys(tool.pins));
	return names?.flatMap((name) => [name, `${tool.server}_${name}`]);
}
