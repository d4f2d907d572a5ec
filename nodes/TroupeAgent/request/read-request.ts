import { randomUUID } from 'node:crypto';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { PendingDecision } from '../../../core/agents/agent-outcome';
import type { AgentRequest, Decision } from '../../../core/agents/agent-request';
import { TroupeError } from '../../../core/base/errors';
import { givenJson } from '../../shared/given-json';
import { parseGivenFacts } from '../../shared/guardrails/parse-given-facts';
import { isTool } from '../../shared/is-tool';
import { nameField } from '../../shared/name-field';
import { readImages } from '../../shared/read-images';
import { readText } from '../read-text';
import { properties } from '../properties';
import { readOperation } from '../properties/operation-fields';
import { readMessage } from './read-message';

/**
 * Reads the node's request: a message, or to go on with a suspended run.
 * @throws TroupeError INPUT_INVALID
 */
export async function readRequest(
	context: IExecuteFunctions,
	item: number,
	{ imageFields = '', facts: given }: { imageFields?: string; facts?: unknown },
): Promise<AgentRequest> {
	if (readOperation(context, item) === 'resume') return readResume(context, item);
	const person = readText(context, 'personId', item);
	const images = await readImages(context, item, imageFields);
	const facts = given === undefined ? undefined : await parseGivenFacts(given, 'The option "Facts for Guardrails"');
	return {
		message: readMessage(context, item),
		conversationId: readText(context, 'conversationId', item) || randomUUID(),
		...(person !== '' && { person }),
		...(facts && { facts }),
		runId: nameRun(context, item),
		...(images.length > 0 && { images }),
	};
}

/** The same where n8n tries the node again on fail; another one in each round of a loop. A tool may be called any number of times. */
function nameRun(context: IExecuteFunctions, item: number): string | undefined {
	if (isTool(context)) return undefined;
	const round = context.evaluateExpression('{{ $runIndex }}', item) as number;
	return `n8n:${context.getWorkflow().id ?? ''}:${context.getExecutionId()}:${context.getNode().id}:${round}:${item}`;
}

function readResume(context: IExecuteFunctions, item: number): AgentRequest {
	const { state, pending = [] } = readJson(context, 'suspended', item) as { state?: unknown; pending?: PendingDecision[] };
	if (!state)
		throw invalid(
			'The field "Suspended Run" has no item with a "state".',
			"Set it to the agent's whole item, such as {{ $('Troupe Agent').item.json }}.",
		);
	return { message: '', conversationId: '', resume: { state, decisions: readDecisions(context, item, pending) } };
}

function readDecisions(context: IExecuteFunctions, item: number, pending: PendingDecision[]): Decision[] {
	const decision = readText(context, 'decision', item);
	if (decision === 'list') return readJson(context, 'decisions', item) as unknown as Decision[];
	if (decision === 'none') return [];
	const text = readText(context, 'text', item);
	return pending.map(({ id, kind }) => decide(id, kind, decision, text));
}

/** One decision for all that is pending. */
function decide(id: string, kind: PendingDecision['kind'], decision: string, text: string): Decision {
	if (kind === 'approval' && (decision === 'approve' || decision === 'decline'))
		return { id, kind, approved: decision === 'approve', ...(text && { comment: text }) };
	if (kind === 'question' && decision === 'answer') return { id, kind, answer: text };
	throw invalid(
		`The run waits for ${kind === 'approval' ? 'an approval' : 'an answer'}, but the decision is "${decision}".`,
		'Set "Decision" to approve, decline or answer, as `pending[].kind` requires. If a run waits for both, use a list.',
	);
}

function readJson(context: IExecuteFunctions, name: string, item: number): IDataObject {
	return (givenJson(context.getNodeParameter(name, item, {}), nameField(properties, name)) ?? {}) as IDataObject;
}

function invalid(message: string, fix: string): TroupeError {
	return new TroupeError({ code: 'INPUT_INVALID', message, fix });
}
