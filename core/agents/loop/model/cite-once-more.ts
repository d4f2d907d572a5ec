import { isBlank } from '../../../llm/router/blank-answer';
import { collectCitations, notCoveredInstruction, notCoveredMark } from '../../../knowledge/grounding';
import { readAttempts } from '../../../llm/attempts';
import { askAgain } from './ask-again';
import { isModelFault } from './ask-step';
import { citeAnswer } from '../ending/cite-answer';
import type { Conclusion } from '../ending/conclusion';
import type { Conversation } from '../run/conversation';
import type { Run } from '../run/run';

type Answer = Conclusion & { kind: 'answer' };

/** Reasons for which an answer is not shown. */
const lacks = {
	// Numbers of passages that do not exist were removed before.
	citation: 'it cites none of the passages',
	// A small model can take the mark for the way to say that something is missing.
	otherPart: `it has ${notCoveredMark} next to an answer`,
};

const complain = (lack: keyof typeof lacks): string =>
	[
		`(Your last answer was not shown, because ${lacks[lack]}. Write the whole answer again, in the language of the customer's question, without a word about this note.`,
		'Put the number of the passage in square brackets, as in [1], behind each sentence that it supports, and take every number and condition from that passage.',
		'If the passages answer only a part of the question, answer that part, and say in one last sentence, without a number, what you did not find.',
		`Only if they answer nothing, ${notCoveredInstruction} and nothing else.)`,
	].join(' ');

/** Asks a model once more whose answer has to cite a passage and cites none, or that answers and says that nothing does. Nobody has seen that answer. */
export async function citeOnceMore(run: Run, conversation: Conversation, answer: Answer): Promise<Answer> {
	const lack = findLack(run, answer);
	if (!lack) return answer;
	const step = answer.step + 1;
	// A replay repeats what happened: the second call failed, and has no entry.
	if (run.parts.mode === 'replay' && !run.trail.has('model', step)) return answer;
	run.citesAgain = step;
	const written = { text: answer.response.text, step: answer.step };
	const { response } = await askAgain(run, conversation, written, complain(lack)).catch((error: unknown) => {
		if (run.host.aborted || !isModelFault(error)) throw error;
		run.usage.add({ attempts: readAttempts(error) });
		return { response: undefined };
	});
	return response ? { kind: 'answer', response: { ...response, toolCalls: undefined }, step } : answer;
}

function findLack(run: Run, { response: { finish, text }, step }: Answer): keyof typeof lacks | undefined {
	const { passages, mustCite } = run.context;
	if (!mustCite || passages.length === 0) return undefined;
	if (finish !== 'stop' || isBlank(text) || text.includes(notCoveredInstruction)) return undefined;
	const cited = collectCitations(citeAnswer(run, step, text.replaceAll(notCoveredMark, '')), passages);
	if (text.includes(notCoveredMark)) return cited.length > 0 ? 'otherPart' : undefined;
	return cited.length === 0 ? 'citation' : undefined;
}
