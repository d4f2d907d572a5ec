import { parseAgentDefinition } from '../../../core/agents/definition/parse-agent-definition';
import { requireUsableSchema } from '../../../core/agents/prompts/usable-schema';
import { isTroupeError } from '../../../core/base/errors';
import { createGuard } from '../../../core/guardrails/policy/create-guard';
import { describeCycle, findCallCycle, type ReadVersions } from '../../../core/teams/call-cycle';
import { parseGuardrailPolicy } from '../../../core/guardrails/policy/parse-guardrail-policy';
import { checkPublishableSet } from '../evaluation/publishable-set';
import { parseTemplate } from '../../../core/templates/parse-template';
import { checkTemplate } from '../templates/check-template';

const checks = {
	agent: async (definition: unknown, where: string, readVersions: ReadVersions) => {
		const { id } = await parseAgentDefinition(definition, where);
		const cycle = await findCallCycle(id, definition, readVersions);
		return cycle ? [describeCycle(cycle)] : [];
	},
	/** Checks the text of a Dotprompt, whose head the registry has read. */
	prompt: async (text: unknown, where: string) => {
		await requireUsableSchema(text as string, where);
		return [];
	},
	policy: async (policy: unknown, where: string) => {
		await createGuard(await parseGuardrailPolicy(policy, where));
		return [];
	},
	evaluation: async (set: unknown, where: string) => checkPublishableSet(set, where),
	template: async (template: unknown, where: string) => {
		await checkTemplate(await parseTemplate(template, where), where);
		return [];
	},
};

/**
 * Checks a document before the registry publishes it. Returns each problem with its field; empty if it can run. @param readVersions reads the agents
 * that an agent can call. Default: none
 */
export async function checkContent(
	kind: keyof typeof checks,
	document: unknown,
	where: string,
	readVersions: ReadVersions = async () => [],
): Promise<string[]> {
	try {
		return await checks[kind](document, where, readVersions);
	} catch (error) {
		if (!isTroupeError(error)) throw error;
		const { problems } = error.details;
		return Array.isArray(problems) ? problems.map(String) : [error.message];
	}
}
