import type { ErrorObject } from 'ajv';
import { TroupeError } from '../../base/errors';
import { createOwnSchema } from '../../json-schema/own-schema';
import { describeSchemaError } from '../../base/text/describe-schema-error';
import { checkKinds } from '../checks/check-kinds';
import type { CheckKind } from './check-kind';
import { type GuardrailPolicy, policySchema } from './guardrail-policy';
import { findExcess } from '../conditions/condition';

const validator = createOwnSchema<GuardrailPolicy>(policySchema, { discriminator: true, allowUnionTypes: true });

/**
 * Fills in the defaults in a copy. `createGuard` reports what only the checks detect, such as an invalid expression. @throws TroupeError
 * POLICY_INVALID, naming each field
 */
export async function parseGuardrailPolicy(value: unknown, where: string): Promise<GuardrailPolicy> {
	const validate = await validator();
	const policy = copyPolicy(value, where);
	const excess = findExcesses(policy);
	if (excess.length > 0) throw invalidPolicy(where, excess);
	const problems = validate(policy) ? findProblems(policy) : (validate.errors ?? []).slice(0, 10).map(describeError);
	if (problems.length === 0) return policy as GuardrailPolicy;
	throw invalidPolicy(where, problems);
}

function copyPolicy(value: unknown, where: string): unknown {
	try {
		return structuredClone(value);
	} catch (cause) {
		throw invalidPolicy(where, ['the document is nested too deeply or contains a value that is not JSON'], cause);
	}
}

/** The schema follows conditions to any depth. */
function findExcesses(policy: unknown): string[] {
	const { checks } = (policy ?? {}) as { checks?: unknown };
	if (!Array.isArray(checks)) return [];
	return checks.flatMap((check: Record<string, unknown> | null, index) =>
		(['when', 'unless'] as const).flatMap((field) => {
			const excess = findExcess(check?.[field]);
			return excess === undefined ? [] : [`checks.${index}.${field} ${excess}`];
		}),
	);
}

function describeError(error: ErrorObject): string {
	const described = describeSchemaError(error);
	return error.keyword === 'discriminator' ? `${described}: ${Object.keys(checkKinds).join(', ')}` : described;
}

function findProblems({ checks }: GuardrailPolicy): string[] {
	return checks.flatMap((check, index) => {
		const kind: CheckKind = checkKinds[check.check];
		const problem = kind.findProblem?.(check);
		return problem ? [`checks.${index} (${check.check}) ${problem}`] : [];
	});
}

export function invalidPolicy(where: string, problems: string[], cause?: unknown): TroupeError {
	return new TroupeError({
		code: 'POLICY_INVALID',
		message: `${where} is not a guardrail policy: ${problems.join('; ')}.`,
		fix: 'Correct these fields. See docs/guardrails/index.md for every field and its limits.',
		details: { where, problems },
		cause,
	});
}
