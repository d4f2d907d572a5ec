import { getErrorMessage, TroupeError } from '../../../core/base/errors';
import { parseStrictJson } from '../../token/strict-json';

/**
 * Parses the text of an agent strictly: a JSON object without ambiguities such as duplicate names.
 * @throws TroupeError AGENT_INVALID
 */
export function readDefinition(text: string, where: string): Record<string, unknown> {
	const invalid = (problem: string, cause?: unknown) =>
		new TroupeError({
			code: 'AGENT_INVALID',
			message: `${where} is not an agent definition: ${problem}.`,
			fix: 'Publish the text of a definition as docs/agents.md describes it.',
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
