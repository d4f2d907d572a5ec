import { parseJson, stringifyJson } from '../../../core/base/text/json/lossless-json';
import type { FromProgram, ToProgram } from './node-task';

/** Writes a message between a worker and its process of nodes. Items go as text: Node's own form of messages has no integers beyond 2^53. */
export const writeMessage = <Message extends ToProgram | FromProgram>(message: Message): Message | string =>
	hasItems(message) ? stringifyJson(message) : message;

const hasItems = (message: ToProgram | FromProgram): boolean =>
	message.kind === 'work' ? 'items' in message.work.task : message.kind === 'result' && 'outputs' in message.result;

/** Reads such a message. A package can send what it likes: text that is not JSON is undefined, all else comes as it is. */
export function readMessage<Message>(sent: unknown): Message | null | undefined {
	try {
		return (typeof sent === 'string' ? parseJson(sent) : sent) as Message | null;
	} catch {
		return undefined;
	}
}
