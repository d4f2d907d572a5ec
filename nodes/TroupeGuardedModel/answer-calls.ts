import { writeRefusal } from '../../core/guardrails/arguments/write-refusal';
import type { Violation } from '../../core/guardrails/policy/guard';
import type { Language } from '../../core/base/text/languages';
import { toldCalls } from '../../core/prompt-texts/calls';
import type { ModelMessage } from '../shared/connected/langchain-shape';
import type { CallAnswer } from './call-guard';
import { nameCall, readCall } from './list-calls';

/**
 * Answers all tool calls of a reply: providers want a result for each. @param stops the violations by the names of their calls @param language
 * that of the prompt @returns undefined if a call has no id, by which its answer would be known
 */
export function answerCalls(
	{ tool_calls = [], invalid_tool_calls = [] }: ModelMessage,
	stops: ReadonlyMap<string, Violation>,
	language: Language,
): CallAnswer[] | undefined {
	const calls = [...tool_calls, ...invalid_tool_calls] as Array<{ id?: unknown; name?: unknown }>;
	const notMade = toldCalls[language].besideRefused;
	const answers: CallAnswer[] = [];
	for (const { id, name = '', ...fields } of calls) {
		if (typeof id !== 'string' || typeof name !== 'string') return undefined;
		const call = readCall({ name, ...fields });
		const stop = call && stops.get(nameCall(call));
		answers.push({ id, name, text: stop ? writeRefusal(stop, language) : notMade });
	}
	// The refused call is in another place alone: the model would not know which one it was.
	return answers.some(({ text }) => text !== notMade) ? answers : undefined;
}
