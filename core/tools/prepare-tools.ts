import { TroupeError } from '../base/errors';
import type { Tool, ToolSpecification } from '../ports';
import { compileRules, type Permissions } from './permissions';
import type { ToolSettings } from './tool-definition';
import { compileToolSchema, type FindProblem } from './tool-schema';
import { qualifiedName, safeName } from './tool-names';

/** What providers take in one request. */
const MOST_TOOLS = 128;
const LONGEST_DESCRIPTION = 4_000;

/** A tool as the model knows it. */
export interface PreparedTool extends ToolSpecification {
	source: string;
	readOnly: boolean;
	tool: Tool;
	/** Of the names that rules may use: its own, and its server's name before it. */
	names: string[];
	findProblem: FindProblem;
}

/** The tools of a run, and how they may be called. */
export interface Toolbox {
	specifications: ToolSpecification[];
	byName: ReadonlyMap<string, PreparedTool>;
	permissions: Permissions;
	/** Calls at once. */
	parallel: number;
	/** Milliseconds for one call. */
	timeoutMs: number;
	/** Of one result. */
	resultCharacters: number;
}

/**
 * Gives each tool a name of its own, reads its schema and the rules. A later tool whose name is taken is called `<server>_<tool>`.
 * @param reserved names that the caller uses itself
 * @throws TroupeError TOOL_INVALID
 */
export async function prepareTools(tools: Tool[], settings: ToolSettings = {}, reserved: string[] = []): Promise<Toolbox> {
	if (tools.length > MOST_TOOLS) throw tooMany(tools.length);
	const byName = new Map<string, PreparedTool>();
	for (const tool of tools) {
		const name = freeName(tool, (each) => byName.has(each) || reserved.includes(each) || isOfAnother(each, tool, tools));
		byName.set(name, await prepare(tool, name));
	}
	return {
		specifications: [...byName.values()].map(({ name, description, parameters }) => ({ name, description, parameters })),
		byName,
		permissions: await compileRules(settings.rules ?? []),
		parallel: settings.parallel ?? 4,
		timeoutMs: settings.timeoutMs ?? 30_000,
		resultCharacters: settings.resultCharacters ?? 16_000,
	};
}

async function prepare(tool: Tool, name: string): Promise<PreparedTool> {
	const renamed = name !== safeName(tool.name);
	return {
		name,
		description: tool.description.slice(0, LONGEST_DESCRIPTION),
		parameters: { ...tool.parameters, type: 'object', properties: tool.parameters.properties ?? {} },
		source: tool.source,
		readOnly: tool.readOnly,
		tool,
		// A rule for the name that another tool has already is not for this one.
		names: [...new Set([name, qualifiedName(tool.source, tool.name), ...(renamed ? [] : [tool.name])])],
		findProblem: await compileToolSchema(tool),
	};
}

/** `crm_pay` of another server than `crm` would pass for one of its tools, in rules too. */
function isOfAnother(name: string, { source }: Tool, tools: Tool[]): boolean {
	if (source === 'definition') return false;
	return tools.some((each) => each.source !== 'definition' && each.source !== source && name.startsWith(qualifiedName(each.source, '')));
}

function freeName(tool: Tool, taken: (name: string) => boolean): string {
	const free = [safeName(tool.name), qualifiedName(tool.source, tool.name)].find((name) => !taken(name));
	if (free !== undefined) return free;
	throw new TroupeError({
		code: 'TOOL_INVALID',
		message: `Two tools are called ${safeName(tool.name)}: a model could not tell them apart.`,
		fix: 'Rename one of them, or leave it out.',
		details: { tool: safeName(tool.name), source: tool.source },
	});
}

function tooMany(count: number): TroupeError {
	return new TroupeError({
		code: 'TOOL_INVALID',
		message: `The agent has ${count} tools; a model can be given ${MOST_TOOLS}.`,
		fix: 'Name the tools that the agent needs in "tools" of its MCP servers.',
		details: { count, most: MOST_TOOLS },
	});
}
