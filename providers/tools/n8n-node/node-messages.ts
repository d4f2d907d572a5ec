import { parseJson, stringifyJson } from '../../../core/base/text/json/lossless-json';
import type { FromProgram, ToProgram } from './node-task';

/** Items are sent as text: Node's message format has no integers beyond 2^53. */
export const writeMessage = <Message extends ToProgram | FromProgram>(message: Message): Message | string =>
	hasItems(message) ? stringifyJson(message) : message;

const hasItems = (message: ToProgram | FromProgram): boolean =>
	message.kind === 'work' ? 'items' in message.work.task : message.kind === 'result' && 'outputs' in message.result;

/** Packages can send anything: undefined for invalid JSON text, unchecked otherwise. */
export function readMessage<Message>(sent: unknown): Message | null | undefined {
	try {
		return (typeof sent === 'string' ? parseJson(sent) : sent) as Message | null;
	} catch {
		return undefined;
	}
}
