import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { PendingDecision, RunState } from '../../../core/agents/agent-outcome';
import type { AgentRequest, Decision } from '../../../core/agents/agent-request';
import { TroupeError } from '../../../core/base/errors';
import { givenJson } from '../../shared/given-json';
import { nameField } from '../../shared/name-field';
import { nameByWorkflow, nameDecider } from './name-decider';
import type { AgentIdentity } from '../form/form-definition';
import { readTask } from '../properties/task-field';
import { properties } from '../properties';
import { readText } from '../read-text';

/** @throws TroupeError INPUT_INVALID */
export function readResume(context: IExecuteFunctions, item: number): AgentRequest {
	const { state, pending = [] } = readJson(context, 'suspended', item) as { state?: unknown; pending?: PendingDecision[] };
	if (!state)
		throw invalid(
			'The field "Suspended Run" has no item with a "state".',
			"Set it to the agent's whole item, such as {{ $('Troupe Agent').item.json }}.",
		);
	return {
		message: '',
		conversationId: '',
		resume: { state, decisions: readDecisions(context, item, pending), by: readDecider(context, item) },
	};
}

function readDecider(context: IExecuteFunctions, item: number): string {
	const person = readText(context, 'decidedBy', item).trim().slice(0, 200);
	return person === '' ? nameDecider('resume', context) : nameByWorkflow(person);
}

function readDecisions(context: IExecuteFunctions, item: number, pending: PendingDecision[]): Decision[] {
	const decision = readText(context, 'decision', item);
	if (decision === 'list') return readJson(context, 'decisions', item) as unknown as Decision[];
	if (decision === 'none') return [];
	const text = readText(context, 'text', item);
	return pending.map((asked) => decide(asked, decision, text));
}

function decide(asked: PendingDecision, decision: string, text: string): Decision {
	const { id, kind } = asked;
	if (kind === 'approval' && (decision === 'approve' || decision === 'decline'))
		return { id, kind, approved: decision === 'approve', ...(text && { comment: text }), viewSha256: asked.viewSha256 };
	if (kind === 'question' && decision === 'answer') return { id, kind, answer: text };
	throw invalid(
		`The run waits for ${kind === 'approval' ? 'an approval' : 'an answer'}, but the decision is "${decision}".`,
		'Set "Decision" to approve, decline or answer, as `pending[].kind` requires. If a run waits for both, use a list.',
	);
}

function readJson(context: IExecuteFunctions, name: string, item: number): IDataObject {
	return (givenJson(context.getNodeParameter(name, item, {}), nameField(properties, name)) ?? {}) as IDataObject;
}

/**
 * Returns the name of the agent to resume: a form lacks it, and two nodes of a workflow have different names. The run's signature is verified later.
 * @returns undefined for another operation, and for a run without a name
 */
export function readResumedAgent(context: IExecuteFunctions, item: number): AgentIdentity | undefined {
	if (readTask(context, item) !== 'resume') return undefined;
	const { state } = readJson(context, 'suspended', item) as { state?: Partial<RunState> };
	const { id, name } = state?.agent ?? {};
	return typeof id === 'string' && typeof name === 'string' && name !== '' ? { id, name } : undefined;
}

function invalid(message: string, fix: string): TroupeError {
	return new TroupeError({ code: 'INPUT_INVALID', message, fix });
}
