import { parseAgentDefinition } from '../../../core/agents/definition/parse-agent-definition';
import { isTroupeError } from '../../../core/base/errors';
import { createGuard } from '../../../core/guardrails/policy/create-guard';
import { parseGuardrailPolicy } from '../../../core/guardrails/policy/parse-guardrail-policy';
import { parseTemplate } from '../../../core/templates/parse-template';
import { checkTemplate } from '../templates/check-template';

const checks = {
	agent: parseAgentDefinition,
	policy: async (policy: unknown, where: string) => createGuard(await parseGuardrailPolicy(policy, where)),
	template: async (template: unknown, where: string) => checkTemplate(await parseTemplate(template, where), where),
};

/** Checks a document before the registry publishes it. Returns each problem with its field; an empty list if it can run. */
export async function checkContent(kind: keyof typeof checks, document: unknown, where: string): Promise<string[]> {
	try {
		await checks[kind](document, where);
		return [];
	} catch (error) {
		if (!isTroupeError(error)) throw error;
		const { problems } = error.details;
		return Array.isArray(problems) ? problems.map(String) : [error.message];
	}
}
