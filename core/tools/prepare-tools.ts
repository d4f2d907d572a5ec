import { TroupeError } from '../base/errors';
import type { Tool, ToolSpecification } from '../ports';
import { compileRules, type Permissions } from './permissions';
import type { ApprovalTerms, ToolSettings } from './tool-definition';
import { compileToolSchema, type FindProblem } from './tool-schema';
import { qualifyName, toSafeName } from './tool-names';

/** The max of providers for one request. */
const maxTools = 128;
const maxDescriptionLength = 4_000;

/** A tool as the model sees it. */
export interface PreparedTool extends ToolSpecification {
	source: string;
	readOnly: boolean;
	tool: Tool;
	/** The names that rules can use: its own, and the one with its server's prefix. */
	names: string[];
	findProblem: FindProblem;
}

/** The tools of a run, and the limits of their calls. */
export interface Toolbox {
	specifications: ToolSpecification[];
	byName: ReadonlyMap<string, PreparedTool>;
	permissions: Permissions;
	/** Default for rules without their own terms. */
	approval?: ApprovalTerms;
	/** Simultaneous calls. */
	parallel: number;
	/** Milliseconds for one call. */
	timeoutMs: number;
	/** Max characters of one result. */
	resultCharacters: number;
}

/**
 * Gives each tool a unique name, and compiles its schema and the rules. A later tool whose name is taken becomes `<server>_<tool>`.
 * @param reserved names that the caller uses itself
 * @throws TroupeError TOOL_INVALID
 */
export async function prepareTools(tools: Tool[], settings: ToolSettings = {}, reserved: string[] = []): Promise<Toolbox> {
	if (tools.length > maxTools) throw tooMany(tools.length);
	const byName = new Map<string, PreparedTool>();
	for (const tool of tools) {
		const name = chooseName(tool, (each) => byName.has(each) || reserved.includes(each) || belongsToOtherServer(each, tool, tools));
		byName.set(name, await prepare(tool, name));
	}
	return {
		specifications: [...byName.values()].map(({ name, description, parameters }) => ({ name, description, parameters })),
		byName,
		permissions: await compileRules(settings.rules ?? []),
		approval: settings.approval,
		parallel: settings.parallel ?? 4,
		timeoutMs: settings.timeoutMs ?? 30_000,
		resultCharacters: settings.resultCharacters ?? 16_000,
	};
}

async function prepare(tool: Tool, name: string): Promise<PreparedTool> {
	const renamed = name !== toSafeName(tool.name);
	return {
		name,
		description: tool.description.slice(0, maxDescriptionLength),
		parameters: { ...tool.parameters, type: 'object', properties: tool.parameters.properties ?? {} },
		source: tool.source,
		readOnly: tool.readOnly,
		tool,
		// A rule for a name that another tool already has does not apply to this tool.
		names: [...new Set([name, qualifyName(tool.source, tool.name), ...(renamed ? [] : [tool.name])])],
		findProblem: await compileToolSchema(tool),
	};
}

/** Detects a tool such as `crm_pay` of a server other than `crm`, which would pass for one of crm's tools, in rules too. */
function belongsToOtherServer(name: string, { source }: Tool, tools: Tool[]): boolean {
	if (source === 'definition') return false;
	return tools.some((each) => isServer(each) && each.source !== source && name.startsWith(qualifyName(each.source, '')));
}

const isServer = ({ source }: Tool) => source !== 'definition' && source !== 'team' && !source.startsWith('agent:');

function chooseName(tool: Tool, isTaken: (name: string) => boolean): string {
	const free = [toSafeName(tool.name), qualifyName(tool.source, tool.name)].find((name) => !isTaken(name));
	if (free !== undefined) return free;
	throw new TroupeError({
		code: 'TOOL_INVALID',
		message: `Two tools have the name ${toSafeName(tool.name)}, so a model cannot tell them apart.`,
		fix: 'Rename one of them, or remove it.',
		details: { tool: toSafeName(tool.name), source: tool.source },
	});
}

function tooMany(count: number): TroupeError {
	return new TroupeError({
		code: 'TOOL_INVALID',
		message: `The agent has ${count} tools; the max is ${maxTools}.`,
		fix: 'List the tools that the agent needs in "tools" of its MCP servers.',
		details: { count, most: maxTools },
	});
}
