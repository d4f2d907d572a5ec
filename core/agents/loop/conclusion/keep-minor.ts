import { splitMissed } from '../../../conversations/mailbox/split-missed';
import { newConversation } from '../../../guardrails/policy/conversation-state';
import { isReal } from '../../agent-parts';
import { findMinor } from '../answer-faults/find-unpromised';
import { tellsMinor } from '../answer-faults/tells-minor';
import type { Run } from '../run/run';
import { listMessages } from '../trail/list-messages';

/**
 * Returns whether the customer is a minor, by this run or since an earlier turn, and keeps it for the next ones. It ends when an adult is told of, or when
 * a person of the company spoke in the conversation.
 */
export async function keepMinor(run: Run): Promise<boolean> {
	const { context, conversationId, parts } = run;
	context.state ??= await parts.conversations?.read(conversationId);
	const isMinor = findMinor(run) ?? (!wasWithPerson(run) && (context.state?.isMinor ?? tellEarlier(run)));
	if (isReal(parts) && isMinor !== (context.state?.isMinor ?? false))
		await parts.conversations?.change(conversationId, (state) => ({ ...(state ?? newConversation), isMinor }));
	return isMinor;
}

const wasWithPerson = (run: Run): boolean => [...listMessages(run), run.message].some((text) => splitMissed(text).wasWithPerson);

/** Reads it from what is recalled, for a host that stores no states of conversations. */
function tellEarlier({ trail }: Run): boolean {
	const { turns = [] } = trail.recorded('prepared') ?? {};
	return turns.map(({ message }) => splitMissed(message)).reduce(follow, false);
}

const follow = (before: boolean, { wasWithPerson, words }: ReturnType<typeof splitMissed>): boolean =>
	tellsMinor(words) ?? (before && !wasWithPerson);
