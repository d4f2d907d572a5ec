import type { Job } from '../engine/jobs';
import { asJson, asList, asNumber, asText, invalidJob, presentVariables, readHeaders } from './job-input';

export const modelVariables = ['prompt', 'messages', 'images', 'texts', 'system', 'models', 'schema'];

/**
 * For parse-model-task.ts. Headers come first: users who may set variables must not choose another model, instructions or schema. @throws TroupeError
 * INPUT_INVALID
 */
export function readModelTask(job: Job): Record<string, unknown> {
	if (!job.headers.operation?.trim()) {
		throw invalidJob(
			job,
			'does not name an operation',
			'Give the task a header "operation": chat, structured, extract, embed, estimate or list.',
		);
	}
	refuseOtherInstructions(job);
	const { standardWithout, ...headers } = readHeaders(job, {
		operation: asText,
		schemaName: asText,
		reasoning: asText,
		purpose: asText,
		maxOutputTokens: asNumber,
		temperature: asNumber,
		timeoutMs: asNumber,
		system: asText,
		models: asList,
		providers: asList,
		schema: asJson(job),
		standardWithout: asList,
	});
	const standard = standardWithout === undefined ? {} : { standard: { without: standardWithout } };
	return { ...presentVariables(job, modelVariables), ...headers, ...standard };
}

/** Instructions in `messages` would compete with the header's. */
function refuseOtherInstructions(job: Job): void {
	const { messages } = job.variables;
	if (!job.headers.system?.trim() || !Array.isArray(messages)) return;
	if (!messages.some((one) => (one as { role?: unknown } | null)?.role === 'system')) return;
	throw invalidJob(
		job,
		'has instructions in its header "system" and in its variable "messages"',
		'Remove the messages with the role "system", or the header.',
	);
}
