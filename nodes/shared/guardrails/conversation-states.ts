import { troupeHome } from '../../../core/base/home';
import type { ConversationStateStore } from '../../../core/ports';
import { composeConversationStates } from '../../../providers/compose/state/host-conversation-states';

/** What guardrails know of conversations, for all workflows and processes of this host. */
export function conversationStates(): Promise<ConversationStateStore | undefined> {
	return composeConversationStates({ stateFolder: troupeHome() });
}
