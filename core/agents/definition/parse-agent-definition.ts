import { describeSchemaErrors } from '../../base/text/describe-schema-error';
import { getErrorMessage, TroupeError } from '../../base/errors';
import { compileSchema } from '../../json-schema/compile-schema';
import { createOwnSchema } from '../../json-schema/own-schema';
import { checkFilter, checkTools } from '../../tools/checks/check-tools';
import { parseGuardrailPolicy } from '../../guardrails/policy/parse-guardrail-policy';
import { checkDeclarations } from '../settings/check-declarations';
import { type AgentDefinition, parsedAgentSchema } from './agent-definition';
import { withPromptReference } from '../../prompts/prompt-reference';

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
