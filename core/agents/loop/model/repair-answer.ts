import { readAttempts } from '../../../llm/attempts';
import { isBlank } from '../../../llm/router/blank-answer';
import type { Conclusion } from '../conclusion/conclusion';
import type { Conversation } from '../run/conversation';
import type { Run } from '../run/run';
import { speaksToCustomer } from '../team/caller';
import { askAgain } from './ask-again';
import { isModelFault } from './ask-step';
import { findFault } from '../answer-faults/find-fault';

type Answer = Conclusion & { kind: 'answer' };

/**
 * Asks a model once more after a faulty answer. The new answer can be a call that fixes it. @returns the answer itself if it has no fault, or the
 * model does not answer again
 */
export async function repairAnswer(run: Run, conversation: Conversation, answer: Answer): Promise<Answer> {
	const fault = await findFault(run, answer);
	if (!fault) return answer;
	const step = answer.step + 1;
	// A replay repeats a failed second call, which has no entry.
	if (run.parts.mode === 'replay' && !run.trail.has('model', step)) return answer;
	if (['citation', 'source-mark', 'other-part'].includes(fault.kind)) run.citesAgain = step;
	if (run.streamed?.step === answer.step && run.events.hasListener && speaksToCustomer(run))
		run.events.emit({ kind: 'model-withdrawn', step: answer.step });
	const written = { text: answer.response.text, step: answer.step };
	const { response } = await askAgain(run, conversation, written, fault.complaint, fault.mayCall).catch((error: unknown) => {
		if (run.host.aborted || !isModelFault(error)) throw error;
		run.usage.add({ attempts: readAttempts(error) });
		return { response: undefined };
	});
	// A model asked to write can call a tool instead.
	if (!response || (!fault.mayCall && isBlank(response.text))) return answer;
	if (!fault.mayCall || response.finish === 'content-filter')
		return { kind: 'answer', response: { ...response, toolCalls: undefined }, step };
	if (response.toolCalls?.length) conversation.steps.pop();
	return { kind: 'answer', response, step };
}
