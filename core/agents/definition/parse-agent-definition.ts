import { describeSchemaErrors } from '../../base/text/describe-schema-error';
import { getErrorMessage, TroupeError } from '../../base/errors';
import { compileSchema } from '../../json-schema/compile-schema';
import { createOwnSchema } from '../../json-schema/own-schema';
import { findStrayBraces, listVariables } from '../../prompts/prompt-template';
import { checkFilter, checkTools } from '../../tools/checks/check-tools';
import { parseGuardrailPolicy } from '../../guardrails/policy/parse-guardrail-policy';
import { findValueProblem } from '../settings/setting-values';
import { type AgentDefinition, parsedAgentSchema } from './agent-definition';
import { withPromptReference } from '../../prompts/prompt-reference';
import type { SettingDeclaration } from './setting-declarations';

const maxReasonLength = 300;

const validator = createOwnSchema<AgentDefinition>(parsedAgentSchema, { discriminator: true });

/**
 * Validates a definition against its schema and fills in the defaults in a copy. @param where its file or field, for the error @param host its tools
 * count for the default limits @throws TroupeError AGENT_INVALID, naming each field; POLICY_INVALID for its policy
 */
export async function parseAgentDefinition(value: unknown, where: string, host: { tools?: unknown[] } = {}): Promise<AgentDefinition> {
	const validate = await validator();
	const definition: unknown = withPromptReference(structuredClone(value));
	const fits = validate(definition);
	const faults = fits
		? [
				...checkSearch(definition.knowledge),
				...(await checkTools(definition.tools ?? {})),
				...(await checkOutput(definition)),
				...checkHandOver(definition),
				...checkDeclarations(definition),
			]
		: describeSchemaErrors(validate.errors ?? []).map(withHint);
	if (fits && faults.length === 0) return withPolicy(withLimits(definition, host), where);
	const problems = faults.slice(0, 10);
	throw new TroupeError({
		code: 'AGENT_INVALID',
		message: `${where} is not an agent definition: ${problems.join('; ')}.`,
		fix: 'Correct these fields. docs/agents/agents.md lists every field with its limits.',
		details: { where, problems },
	});
}

function withHint(problem: string): string {
	if (problem.endsWith('the unknown field "readOnly"')) return `${problem}; write "effect": "reads" for what only reads`;
	return /^"?promptReference"? /.test(problem) ? `${problem}; write NAME@RANGE, such as house-tone@^1.2, or its parts` : problem;
}

function checkSearch(knowledge: AgentDefinition['knowledge']): string[] {
	return knowledge?.collection === undefined ? [] : checkFilter(knowledge, 'knowledge');
}

async function checkOutput({ output }: AgentDefinition): Promise<string[]> {
	if (!output) return [];
	return compileSchema(output.schema, { thorough: true }).then(
		() => [],
		(error: unknown) => [`"output.schema" is not a usable JSON schema (${getErrorMessage(error).slice(0, maxReasonLength)})`],
	);
}

function checkHandOver({ output, tools }: AgentDefinition): string[] {
	return (tools?.define ?? []).flatMap((tool, index) =>
		output && tool.kind === 'agent' && tool.handOver ? [`tools.define.${index}.handOver cannot be combined with "output"`] : [],
	);
}

/** Each tool step needs a model call that sends the conversation again. */
function withLimits(definition: AgentDefinition, host: { tools?: unknown[] }): AgentDefinition {
	const hasTools = definition.tools || host.tools?.length;
	definition.prompt ??= '';
	definition.limits.modelCalls ??= hasTools ? 20 : 3;
	definition.limits.tokens ??= hasTools ? 200_000 : 16_000;
	return definition;
}

async function withPolicy(definition: AgentDefinition, where: string): Promise<AgentDefinition> {
	const { policy } = definition.guardrails;
	if (policy) definition.guardrails.policy = await parseGuardrailPolicy(policy, `"guardrails.policy" of ${where}`);
	return definition;
}

/** Lists problems of declared settings and their places in the prompt. Without settings, braces are text. */
function checkDeclarations({ settings, prompt, promptReference }: AgentDefinition): string[] {
	if (settings === undefined) return [];
	const names = settings.map(({ name }) => name);
	const given = Object.keys(promptReference?.variables ?? {});
	return [
		...settings.flatMap(checkOne),
		...names.filter((name, index) => names.indexOf(name) !== index).map((name) => `settings has ${name} twice`),
		...names.filter((name) => given.includes(name)).map((name) => `settings has ${name}, which promptReference.variables sets too`),
		...(promptReference ? [] : checkPrompt(prompt, names)),
	];
}

function checkOne(setting: SettingDeclaration, index: number): string[] {
	const place = `settings.${index}`;
	const problem = findValueProblem(setting, setting.default);
	const names = setting.type === 'choice' ? setting.choices.map(({ name }) => name) : [];
	return [
		...(problem === undefined ? [] : [`${place}.default ${problem}`]),
		...(new Set(names).size < names.length ? [`${place}.choices has a name twice`] : []),
	];
}

function checkPrompt(prompt: string, names: readonly string[]): string[] {
	const used = listVariables(prompt);
	return [
		...used.filter((name) => !names.includes(name)).map((name) => `prompt has {{${name}}}, which is not a setting`),
		...names.filter((name) => !used.includes(name)).map((name) => `prompt lacks {{${name}}}, which is a setting`),
		...findStrayBraces(prompt).map((braces) => `prompt has ${braces}, which do not belong to a {{setting}}`),
	];
}
