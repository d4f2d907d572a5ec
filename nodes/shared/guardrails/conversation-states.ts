import type { IExecuteFunctions } from 'n8n-workflow';
import type { ConversationStateStore } from '../../../core/ports/guardrails';
import { composeConversationStates } from '../../../providers/compose/state/host-conversation-states';
import { readState } from '../state/read-state';

/** Returns what guardrails know of the workflow's conversations. */
export async function conversationStates(context: IExecuteFunctions): Promise<ConversationStateStore | undefined> {
	const state = await readState(context);
	return composeConversationStates(state, { workflow: state.workflow });
}
