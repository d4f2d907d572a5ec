import { isFields } from '../base/is-fields';
import type { Language } from '../base/text/languages';
import { findNearName } from '../base/text/near-name';
import type { JsonSchema, ToolCall } from '../ports/models/models';
import type { ToolPermission } from '../ports/tools/tools';
import type { ValueOrigin } from '../flow/find-origins';
import type { AskReason } from './ask-reason';
import { readArguments } from './read-arguments';
import type { LimitReached } from './judge-limits';
import { type CallToJudge, decide, findRule, isPreceded, type Permissions } from './permissions';
import type { PreparedTool, Toolbox } from './prepare-tools';
import type { ApprovalTerms } from './definition/rules';
import { mapTexts } from '../base/text/map-texts';
import { type ToldCalls, toldCalls } from '../prompt-texts/calls';
import type { ToolFailure } from './tool-failure';

type Fields = Record<string, unknown>;

type Words = Record<'value' | 'text' | 'or' | 'anyOf', string> & { textLike: (pattern: string) => string };

const words: Record<Language, Words> = {
	en: { value: 'value', text: 'text', or: 'or', anyOf: 'any of', textLike: (pattern) => `text like ${pattern}` },
	pt: { value: 'valor', text: 'texto', or: 'ou', anyOf: 'algum de', textLike: (pattern) => `texto no formato ${pattern}` },
};

const maxNames = 10;
const maxLevels = 2;
const maxChoices = 5;

/** For a model: all problems in the schema's terms, unknown names, and the tool's form. */
function explainProblem(problem: string, input: unknown, schema: JsonSchema, language: Language): string {
	const told = toldCalls[language];
	const unknown = listUnknown(input, schema);
	return [problem, ...(unknown ? [told.noSuchField(unknown)] : []), told.takes(writeForm(schema, 0, words[language]))].join('; ');
}

function listUnknown(input: unknown, { properties, additionalProperties }: JsonSchema): string {
	if (additionalProperties !== false || !isFields(input)) return '';
	const known = Object.keys(isFields(properties) ? properties : {});
	return Object.keys(input)
		.filter((name) => !known.includes(name) && /^[A-Za-z_][\w-]{0,40}$/.test(name))
		.slice(0, maxNames)
		.map((name) => {
			const near = findNearName(name, known);
			return near === undefined ? name : `${name} (${near}?)`;
		})
		.join(', ');
}

/** Uses `<text>` and the like: a model would copy example values. */
function writeForm(schema: unknown, level: number, form: Words): string {
	if (!isFields(schema)) return `<${form.value}>`;
	const { type, enum: choices, properties, required, items, pattern } = schema;
	if (Array.isArray(choices) && choices.length > 0) return writeChoices(choices, form);
	if (isFields(properties) && level < maxLevels) return writeFields(properties, required, level + 1, form);
	const [first] = [type].flat();
	if (first === 'array') return `[${writeForm(items, level + 1, form)}]`;
	if (first === 'string') return typeof pattern === 'string' && pattern.length <= 60 ? `<${form.textLike(pattern)}>` : `<${form.text}>`;
	return `<${typeof first === 'string' ? first : form.value}>`;
}

const writeChoices = (choices: unknown[], form: Words): string => {
	const named = choices.slice(0, maxChoices).map((choice) => JSON.stringify(choice));
	return `<${[...named, ...(choices.length > maxChoices ? ['…'] : [])].join(` ${form.or} `)}>`;
};

function writeFields(properties: Fields, required: unknown, level: number, form: Words): string {
	const known = Object.keys(properties);
	const needed = Array.isArray(required) ? known.filter((name) => required.includes(name)) : [];
	const names = (needed.length > 0 ? needed : known).slice(0, maxNames);
	const fields = names.map((name) => `${JSON.stringify(name)}: ${writeForm(properties[name], level, form)}`).join(', ');
	return `${needed.length > 0 || known.length < 2 ? '' : `${form.anyOf} `}{${fields}}`;
}

export interface ReadyCall {
	kind: 'ready';
	callId: string;
	tool: PreparedTool;
	permission: Exclude<ToolPermission, 'deny'>;
	isRuled: boolean;
	afterResults: boolean;
	ruled: string[];
	within?: Permissions[number];
	because?: AskReason;
	limit?: LimitReached;
	approval: ApprovalTerms;
	masked: Record<string, unknown>;
	input: Record<string, unknown>;
}

export interface RefusedCall {
	kind: 'refused';
	callId: string;
	/** Absent if the model did not name one of its tools. */
	tool?: PreparedTool;
	failure: ToolFailure;
	/** Place of the denying rule, such as `tools.rules.2`. */
	deniedBy?: string;
}

/**
 * Restores personal data, then checks the schema and the rules, in this order: rules see the arguments that the tool gets, and a token cannot hide
 * anything from them.
 */
export async function readCall(
	call: ToolCall,
	toolbox: Toolbox,
	restore: (text: string) => Promise<string>,
	{
		language,
		findOrigins,
		...run
	}: Pick<CallToJudge, 'asker' | 'classes' | 'called'> & {
		language: Language;
		findOrigins?: (masked: Record<string, unknown>) => ValueOrigin[];
	},
): Promise<ReadyCall | RefusedCall> {
	const told = toldCalls[language];
	const tool = toolbox.byName.get(call.name);
	const refused = (failure: ToolFailure): RefusedCall => ({ kind: 'refused', callId: call.id, tool, failure });
	if (!tool) return refused(unknownTool(toolbox, told));
	const read = readArguments(call.arguments);
	if (read.problem !== undefined) return refused(invalidArguments(told.unread(read.problem), told));
	const input = await mapTexts(read.value, restore);
	const problem = tool.findProblem(input);
	if (problem !== undefined) return refused(invalidArguments(explainProblem(problem, input, tool.parameters, language), told));
	const judged = {
		names: tool.names,
		givenName: tool.tool.name,
		effect: tool.effect,
		input,
		...run,
		...(findOrigins && { origins: () => findOrigins(read.value) }),
	};
	const permission = decide(judged, toolbox.permissions);
	const rule = findRule(judged, toolbox.permissions);
	if (permission === 'deny')
		return { ...refused({ code: 'TOOL_DENIED', text: told.denied }), deniedBy: `tools.rules.${toolbox.permissions.indexOf(rule!)}` };
	if (rule?.after !== undefined && !isPreceded(rule.after, read.value, run.called))
		return refused({ code: 'TOOL_TOO_EARLY', text: told.tooEarly(rule.after) });
	const approval = { ...toolbox.approval, ...rule?.approval };
	const spoken = [...(rule?.expressions.map(([name]) => name) ?? []), ...Object.keys(rule?.from ?? {})];
	const ruled = {
		isRuled: rule !== undefined,
		afterResults: rule?.afterResults ?? false,
		ruled: spoken,
		...(rule?.limits && { within: rule }),
	};
	return { kind: 'ready', callId: call.id, tool, permission, ...ruled, approval, masked: read.value, input };
}

function unknownTool({ specifications }: Toolbox, told: ToldCalls): ToolFailure {
	const names = specifications.map(({ name }) => name).join(', ');
	return { code: 'TOOL_UNKNOWN', text: told.unknownTool(names.slice(0, 2_000)) };
}

const invalidArguments = (problem: string, told: ToldCalls): ToolFailure => ({
	code: 'TOOL_ARGUMENTS_INVALID',
	text: told.invalidArguments(problem),
});
