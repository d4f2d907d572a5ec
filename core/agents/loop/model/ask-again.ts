import { askStep } from './ask-step';
import type { Conversation } from '../run/conversation';
import type { Run } from '../run/run';
import type { TrailEntry } from '../trail/trail-entry';

/** Max characters of an answer that is sent to the model again. */
const maxRepeatedLength = 20_000;

/** Sends a faulty answer back once, with the fault. The new answer takes the next step. */
export function askAgain(
	run: Run,
	conversation: Conversation,
	{ text, step }: { text: string; step: number },
	complaint: string,
	mayCall = false,
): Promise<TrailEntry<'model'>> {
	const shown = text.trim().slice(0, maxRepeatedLength);
	if (shown !== '') conversation.steps.push({ assistant: { role: 'assistant', content: shown }, results: [] });
	return askStep(run, conversation, step + 1, 'next', complaint, mayCall);
}
