import type { ValidateFunction } from 'ajv';
import { describeSchemaError } from '../describe-schema-error';
import { TroupeError } from '../errors';
import { parseGuardrailPolicy } from '../guardrails/policy/parse-guardrail-policy';
import type { AgentDefinition } from './agent-definition';
import schema from './agent-definition.schema.json';

let validator: Promise<ValidateFunction<AgentDefinition>> | undefined;

/**
 * Checks a definition against its schema and fills in the defaults; the argument is left as it was.
 * @param where the file or field it came from, for the error
 * @throws TroupeError AGENT_INVALID, naming each field; POLICY_INVALID for its policy's
 */
export async function parseAgentDefinition(value: unknown, where: string): Promise<AgentDefinition> {
	const validate = await (validator ??= compile());
	const definition: unknown = structuredClone(value);
	if (validate(definition)) return withPolicy(definition, where);
	const problems = (validate.errors ?? []).slice(0, 10).map(describeSchemaError);
	throw new TroupeError({
		code: 'AGENT_INVALID',
		message: `${where} is not an agent definition: ${problems.join('; ')}.`,
		fix: 'Correct these fields; docs/agents.md lists every field with its bounds.',
		details: { where, problems },
	});
}

async function withPolicy(definition: AgentDefinition, where: string): Promise<AgentDefinition> {
	const { policy } = definition.guardrails;
	if (policy) definition.guardrails.policy = await parseGuardrailPolicy(policy, `"guardrails.policy" of ${where}`);
	return definition;
}

/** ajv takes 30 ms to load and compile: only a host that runs an agent pays for it. */
async function compile(): Promise<ValidateFunction<AgentDefinition>> {
	const { default: Ajv } = await import('ajv');
	return new Ajv({ allErrors: true, useDefaults: true, strict: true, strictRequired: false }).compile<AgentDefinition>(schema);
}
