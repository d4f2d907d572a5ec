import type { ConversationState } from '../../core/ports/guardrails';
import { readStateHost } from '../host';
import type { Terminal } from '../terminal/terminal';

/** The replies of a conversation that guardrails remember. */
interface ConversationTurns {
	/** Returns what the earlier replies were like. */
	state(): Promise<ConversationState | undefined>;
	/** Records a reply that passed. */
	replied(text: string): Promise<void>;
}

/** Opens the turns of a conversation in Troupe's home, which all processes of this machine share. */
export async function openConversationTurns(conversationId: string, terminal: Terminal): Promise<ConversationTurns> {
	const [{ composeConversationStates }, { advance }] = await Promise.all([
		import('../../providers/compose/state/host-conversation-states'),
		import('../../core/guardrails/policy/conversation-state'),
	]);
	const states = await composeConversationStates(readStateHost(terminal));
	return {
		state: async () => states?.read(conversationId),
		replied: async (text) => void (await states?.change(conversationId, (before) => advance(before, text))),
	};
}
