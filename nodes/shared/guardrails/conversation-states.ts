import type { IExecuteFunctions } from 'n8n-workflow';
import type { ConversationStateStore } from '../../../core/ports';
import { composeConversationStates } from '../../../providers/compose/state/host-conversation-states';
import { readState } from '../state/read-state';

/** What guardrails know of conversations, for all workflows and processes of this host. */
export async function conversationStates(context: IExecuteFunctions): Promise<ConversationStateStore | undefined> {
	return composeConversationStates(await readState(context));
}
