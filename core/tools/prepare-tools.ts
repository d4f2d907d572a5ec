import { isTroupeError, TroupeError } from '../base/errors';
import type { JsonSchema, ToolSpecification } from '../ports/models/models';
import type { ToolEffect } from '../ports/tools/tool-effect';
import type { Tool } from '../ports/tools/tools';
import type { FlowPreset } from '../flow/flow-preset';
import { type Form, readForm } from '../extract/form';
import { compileRules, listRestrictedNames, type Permissions } from './permissions';
import type { ApprovalTerms } from './definition/rules';
import type { ToolSettings } from './definition/tool-settings';
import { compileForeignSchema, compileToolSchema, type FindProblem } from './tool-schema';
import { fitsName, maxNameLength, qualifyName, toSafeName } from './tool-names';

const maxTools = 128;
const maxDescriptionLength = 4_000;

export interface PreparedTool extends ToolSpecification {
	source: string;
	effect: ToolEffect;
	tool: Tool;
	names: string[];
	trusted: boolean;
	/** Others than the owner of the data see its arguments. */
	tells: boolean;
	form?: Form;
	findProblem: FindProblem;
}

export const limitsOf = (
	{ limits }: Pick<Tool, 'limits'>,
	{ timeoutMs, resultCharacters }: Pick<Toolbox, 'timeoutMs' | 'resultCharacters'>,
): Pick<Toolbox, 'timeoutMs' | 'resultCharacters'> => ({ timeoutMs, resultCharacters, ...limits });

export interface Toolbox {
	specifications: ToolSpecification[];
	byName: ReadonlyMap<string, PreparedTool>;
	permissions: Permissions;
	/** Default: `ask`. */
	flow?: FlowPreset;
	approval?: ApprovalTerms;
	parallel: number;
	timeoutMs: number;
	resultCharacters: number;
}

/** The model does not get it, or its schema is checked in part. */
export interface OddTool {
	kind: 'tool-left-out' | 'tool-relaxed';
	tool: string;
	source: string;
	reason: string;
}

/**
 * Gives each tool a unique name, and compiles schemas and rules. A later tool with a taken name becomes `<server>_<tool>`. Leaves out unusable
 * tools: servers can change their lists at any time. @param reserved names that the caller uses @param tell called for each server tool that is
 * left out or relaxed @throws TroupeError TOOL_INVALID for tools of the definition
 */
export async function prepareTools(
	tools: Tool[],
	settings: ToolSettings = {},
	reserved: string[] = [],
	tell: (odd: OddTool) => void = () => undefined,
): Promise<Toolbox> {
	if (tools.length > maxTools) throw tooMany(tools.length);
	const byName = await nameTools(tools, settings, reserved, tell);
	await addForms(byName, settings.extract);
	return {
		specifications: [...byName.values()].map(({ name, description, parameters }) => ({ name, description, parameters })),
		byName,
		permissions: await compileRules(settings.rules ?? []),
		...(settings.flow && { flow: settings.flow }),
		approval: settings.approval,
		parallel: settings.parallel ?? 4,
		timeoutMs: settings.timeoutMs ?? 30_000,
		resultCharacters: settings.resultCharacters ?? 16_000,
	};
}

async function nameTools(
	tools: Tool[],
	settings: ToolSettings,
	reserved: string[],
	tell: (odd: OddTool) => void,
): Promise<Map<string, PreparedTool>> {
	const byName = new Map<string, PreparedTool>();
	const known = new Set<string>();
	const isTaken = (name: string, tool: Tool) => byName.has(name) || reserved.includes(name) || belongsToOtherServer(name, tool, tools);
	for (const tool of tools) {
		try {
			if (isServer(tool) && isRepeated(tool, known)) throw sameName(tool);
			const schema = await compileSchemaOf(tool);
			const name = chooseName(tool, (each) => isTaken(each, tool));
			byName.set(name, prepare(tool, name, schema, settings));
			if (schema.relaxed) tell(describeOdd('tool-relaxed', tool, relaxed));
		} catch (error) {
			if (!isServer(tool) || !isTroupeError(error)) throw error;
			tell(describeOdd('tool-left-out', tool, error.message));
		}
	}
	return byName;
}

async function addForms(byName: Map<string, PreparedTool>, schemas: Record<string, JsonSchema> = {}): Promise<void> {
	for (const [listed, schema] of Object.entries(schemas)) {
		const form = await readForm(schema);
		for (const [name, tool] of byName)
			if (listRestrictedNames({ names: tool.names, givenName: tool.tool.name }).includes(listed)) byName.set(name, { ...tool, form });
	}
}

const relaxed =
	'Parts of its schema are not checked here: patterns that RE2 does not support, types or references that do not exist, or keywords without a value.';

interface CompiledSchema {
	findProblem: FindProblem;
	relaxed?: JsonSchema;
}

async function compileSchemaOf(tool: Tool): Promise<CompiledSchema> {
	return isServer(tool) ? compileForeignSchema(tool) : { findProblem: await compileToolSchema(tool) };
}

const describeOdd = (kind: OddTool['kind'], { name, source }: Tool, reason: string): OddTool => ({
	kind,
	tool: name.slice(0, maxNameLength),
	source,
	reason,
});

function prepare(
	tool: Tool,
	name: string,
	{ findProblem, relaxed: parameters = tool.parameters }: CompiledSchema,
	{ trustedResults = [], tells = [] }: ToolSettings,
): PreparedTool {
	const renamed = name !== toSafeName(tool.name);
	// A rule for a name that another tool already has does not apply to this tool.
	const names = [...new Set([name, qualifyName(tool.source, tool.name), ...(renamed ? [] : [tool.name])])];
	const isListed = (patterns: string[], called: string[]) => patterns.some((pattern) => called.some((one) => fitsName(pattern, one)));
	return {
		name,
		description: tool.description.slice(0, maxDescriptionLength),
		parameters: { ...parameters, type: 'object', properties: parameters.properties ?? {} },
		source: tool.source,
		effect: tool.effect,
		tool,
		names,
		trusted: isListed(trustedResults, names) && !isOfTeam(tool),
		tells: isListed(tells, listRestrictedNames({ names, givenName: tool.name })),
		findProblem,
	};
}

/** A tool such as `crm_pay` of another server than `crm` would pass for one of crm's tools, in rules too. */
function belongsToOtherServer(name: string, { source }: Tool, tools: Tool[]): boolean {
	if (source === 'definition') return false;
	return tools.some((each) => isServer(each) && each.source !== source && name.startsWith(qualifyName(each.source, '')));
}

const isServer = (tool: Tool) => tool.source !== 'definition' && !isOfTeam(tool);

/** Another agent answers in its own words: no pattern for tools vouches for it. */
const isOfTeam = ({ source }: Tool) => source === 'team' || source.startsWith('agent:');

function chooseName(tool: Tool, isTaken: (name: string) => boolean): string {
	const free = [toSafeName(tool.name), qualifyName(tool.source, tool.name)].find((name) => !isTaken(name));
	if (free !== undefined) return free;
	throw sameName(tool);
}

/** A server that lists a name twice cannot tell its calls apart. */
function isRepeated({ source, name }: Tool, known: Set<string>): boolean {
	const key = JSON.stringify([source, name]);
	return known.size === known.add(key).size;
}

function sameName(tool: Tool): TroupeError {
	return new TroupeError({
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
