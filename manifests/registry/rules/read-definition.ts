import { getErrorMessage, TroupeError } from '../../../core/base/errors';
import { parseStrictJson } from '../../token/strict-json';

const documents = {
	agent: { code: 'AGENT_INVALID', what: 'an agent definition', page: 'docs/agents/agents.md' },
	policy: { code: 'POLICY_INVALID', what: 'a guardrail policy', page: 'docs/guardrails/index.md' },
	template: { code: 'TEMPLATE_INVALID', what: 'a template', page: 'docs/agents/templates.md' },
	evaluation: { code: 'INPUT_INVALID', what: 'an evaluation set', page: 'docs/evaluation/cases.md' },
} as const;

export type JsonKind = keyof typeof documents;

/**
 * Parses strictly: a JSON object without ambiguities such as duplicate names. @throws TroupeError AGENT_INVALID, POLICY_INVALID, TEMPLATE_INVALID,
 * INPUT_INVALID
 */
export function readDefinition(text: string, where: string, kind: JsonKind = 'agent'): Record<string, unknown> {
	const { code, what, page } = documents[kind];
	const invalid = (problem: string, cause?: unknown) =>
		new TroupeError({
			code,
			message: `${where} is not ${what}: ${problem}.`,
			fix: `Publish the text of a document as ${page} describes it.`,
			details: { where, problems: [problem] },
			cause,
		});
	let value: unknown;
	try {
		value = parseStrictJson(new TextEncoder().encode(text));
	} catch (error) {
		throw invalid(getErrorMessage(error), error);
	}
	if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid('it is not a JSON object');
	return value as Record<string, unknown>;
}
