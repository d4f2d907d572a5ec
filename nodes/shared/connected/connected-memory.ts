import { type IExecuteFunctions, NodeConnectionTypes } from 'n8n-workflow';
import { isTroupeError, TroupeError } from '../../../core/base/errors';
import type { AgentMemory, ConversationTurn, ConversationWindow } from '../../../core/ports/memory';
import { findItemTokens } from '../item-tokens/item-tokens';
import { withMemoryTokens } from '../item-tokens/with-tokens';
import { isConnectedTo } from './is-connected-to';

interface ConnectedMemory {
	/** The messages of its window, under a name of its own. */
	loadMemoryVariables(values: object): Promise<Record<string, unknown>>;
	saveContext(input: { input: string }, output: { output: string }): Promise<void>;
	/** Asked where the variables hold no messages. */
	chatHistory?: { getMessages(): Promise<unknown[]> };
}

/**
 * The connected memory. Its node names conversation and length. It gets only masked turns. @returns undefined where none is connected @throws
 * TroupeError INPUT_INVALID if it is not a memory; what the memory node throws, such as for a missing session ID
 */
export async function connectedMemory(context: IExecuteFunctions, item: number): Promise<AgentMemory | undefined> {
	const connectionType = NodeConnectionTypes.AiMemory;
	if (!isConnectedTo(context, connectionType)) return undefined;
	const input: unknown = await context.getInputConnectionData(connectionType, item);
	const memory: unknown = Array.isArray(input) ? input[0] : input;
	if (memory === undefined || memory === null) return undefined;
	const tokens = findItemTokens(context);
	return tokens ? withMemoryTokens(fromConnectedMemory(memory), { tokens, item }) : fromConnectedMemory(memory);
}

/** @throws TroupeError INPUT_INVALID if it is not a memory */
export function fromConnectedMemory(memory: unknown): AgentMemory {
	if (!isConnectedMemory(memory)) throw notAMemory();
	return {
		async recall(_conversation, _about, signal) {
			const messages = await reach('read', () => untilAborted(loadMessages(memory), signal));
			return { ...readTurns(messages), memories: [] };
		},
		async remember(_conversation, { message, reply }: ConversationTurn) {
			await reach('written to', () => memory.saveContext({ input: message }, { output: reply }));
		},
	};
}

async function loadMessages(memory: ConnectedMemory): Promise<unknown[]> {
	const variables = await memory.loadMemoryVariables({});
	const messages = Object.values(variables ?? {}).find((value) => Array.isArray(value)) as unknown[] | undefined;
	return messages ?? (await memory.chatHistory?.getMessages()) ?? [];
}

async function reach<Result>(how: string, work: () => Promise<Result>): Promise<Result> {
	try {
		return await work();
	} catch (error) {
		throw memoryFault(error, how);
	}
}

/** A memory's error may quote its content: only the kind is told. */
function memoryFault(cause: unknown, how: string): TroupeError {
	if (isTroupeError(cause)) return cause;
	const { name = 'Error', code } = cause as { name?: string; code?: unknown };
	const kind = typeof code === 'string' && /^[A-Z0-9_]{1,40}$/.test(code) ? `${name}, ${code}` : name;
	return new TroupeError({
		code: 'MEMORY_STORE_UNREACHABLE',
		message: `The connected memory could not be ${how} (${kind}).`,
		fix: 'Check the error of the memory node, its credential, and that its database is reachable.',
		retryable: true,
		cause,
	});
}

/** No memory takes a signal. */
async function untilAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
	signal.throwIfAborted();
	const { promise, reject } = Promise.withResolvers<never>();
	const abort = () => reject(cancelled(signal));
	signal.addEventListener('abort', abort, { once: true });
	try {
		return await Promise.race([work, promise]);
	} finally {
		signal.removeEventListener('abort', abort);
	}
}

function cancelled({ reason }: AbortSignal): Error {
	if (isTroupeError(reason)) return reason;
	return new TroupeError({ code: 'CANCELLED', message: 'The run ended while the connected memory was read.', cause: reason });
}

function isConnectedMemory(value: unknown): value is ConnectedMemory {
	const { loadMemoryVariables, saveContext } = (value ?? {}) as Partial<ConnectedMemory>;
	return typeof loadMemoryVariables === 'function' && typeof saveContext === 'function';
}

function notAMemory(): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: 'The node connected as Memory is not a chat memory: expected one with `loadMemoryVariables` and `saveContext`.',
		fix: 'Connect a memory node, such as Simple Memory, Postgres Chat Memory or Troupe Chat Memory.',
	});
}

interface StoredMessage {
	/** Older versions of LangChain have the second alone. */
	getType?(): string;
	_getType?(): string;
	type?: string;
	content?: unknown;
	tool_calls?: unknown[];
}

/**
 * Turns of a connected memory. The base of their replies is unknown: they count as results. Leaves out other agents' tool messages. Several
 * messages in a row become one: most models take turns only. @returns what a system message of the memory says as the summary
 */
function readTurns(messages: unknown[]): ConversationWindow {
	const turns: ConversationWindow['turns'] = [];
	const summaries: string[] = [];
	let questions: string[] = [];
	for (const message of messages) {
		const text = readText(message as StoredMessage);
		if (text === '') continue;
		const role = readRole(message as StoredMessage);
		if (role === 'system') summaries.push(text);
		if (role === 'human') questions.push(text);
		if (role !== 'ai' || ((message as StoredMessage).tool_calls ?? []).length > 0) continue;
		const last = turns.at(-1);
		if (questions.length > 0) turns.push({ message: questions.join('\n'), reply: text, origins: ['tool'], from: ['tool'], at: 0 });
		else if (last) last.reply += `\n${text}`;
		questions = [];
	}
	return { turns, ...(summaries.length > 0 && { summary: summaries.join('\n') }) };
}

function readRole(message: StoredMessage): string | undefined {
	return message.getType?.() ?? message._getType?.() ?? message.type;
}

function readText({ content }: StoredMessage): string {
	if (typeof content === 'string') return content.trim();
	if (!Array.isArray(content)) return '';
	const parts = content as Array<string | { type?: string; text?: string }>;
	const texts = parts.map((part) => (typeof part === 'string' ? part : part.type === 'text' ? (part.text ?? '') : ''));
	return texts.join('').trim();
}
