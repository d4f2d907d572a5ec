import { TroupeError } from '../../core/base/errors';
import type { MemoryTaskResult } from '../../core/memory/task/memory-task';
import type { SdkMessage } from '../shared/ai-node-sdk/sdk';

/**
 * What is recalled, as messages in the order that every model takes: a user's and its reply in turn. So what is known of the person and what
 * was said before stand as a turn, too: some models take one system message only, and the agent has one.
 */
export function toMessages(result: MemoryTaskResult): SdkMessage[] {
	if (result.operation !== 'recall') throw new TroupeError({ code: 'INTERNAL', message: `Recalling gave "${result.operation}".` });
	const { memories, conversation } = result;
	const facts = memories.map(({ key, text }) => `- ${key === undefined ? '' : `${key}: `}${text}`);
	return [
		...(facts.length > 0 ? turn('What do you know about me from before?', facts.join('\n')) : []),
		...(conversation?.summary ? turn('What did we talk about so far?', conversation.summary) : []),
		...(conversation?.turns ?? []).flatMap(({ message, reply }) => turn(message, reply)),
	];
}

function turn(message: string, reply: string): SdkMessage[] {
	return [
		{ role: 'user', content: [{ type: 'text', text: message }] },
		{ role: 'assistant', content: [{ type: 'text', text: reply }] },
	];
}
