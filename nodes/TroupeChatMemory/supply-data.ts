import type { ISupplyDataFunctions, SupplyData } from 'n8n-workflow';
import { TroupeError } from '../../core/base/errors';
import type { MemoryTaskResult } from '../../core/memory/task/memory-task';
import type { Gate } from '../../core/ports/manifests';
import { defaultGate } from '../../manifests/gate/default-gate';
import { runMemoryTask } from '../../providers/compose/memory/memory';
import { completeMemory } from '../shared/ai-node-sdk/complete-memory';
import { type AiNodeSdk, loadAiNodeSdk } from '../shared/ai-node-sdk/sdk';
import type { SdkChatHistory, SdkChatMemory, SdkMessage } from '../shared/ai-node-sdk/sdk';
import { readMemoryHost } from '../shared/knowledge/read-memory-host';
import { noteExecution } from '../shared/note-execution';
import { readSession } from '../shared/read-session';
import { supplyAdmitted } from '../shared/supply-admitted';

interface ChatMemorySettings {
	conversation: string;
	person?: string;
	/** Max turns to recall unchanged. */
	turns: number;
	memories: number;
}

type RunTask = (task: object) => Promise<MemoryTaskResult>;

/** For n8n's agents and its Chat Memory Manager. Stores turns without tool calls, which would be recalled as said. */
function createChatMemory({ turns, memories, person, conversation }: ChatMemorySettings, run: RunTask): SdkChatMemory {
	const whose = { conversation, ...(person !== undefined && { person }) };

	const load = async () =>
		toMessages(await run({ operation: 'recall', ...(memories > 0 ? whose : { conversation }), top: memories, turns }));
	const save = async (message: string, reply: string) =>
		void (await run({ operation: 'remember', ...whose, turn: { message, reply }, origins: ['tool'] }));
	const clear = async () => void (await run({ operation: 'forget', conversation }));

	const pairs = new TurnPairs(save);
	const chatHistory: SdkChatHistory = {
		getMessages: load,
		addMessage: (message) => pairs.add([message]),
		addMessages: (messages) => pairs.add(messages),
		clear,
	};
	return { loadMessages: load, saveTurn: save, clear, chatHistory };
}

class TurnPairs {
	#message?: string;

	constructor(private readonly save: (message: string, reply: string) => Promise<void>) {}

	async add(messages: SdkMessage[]): Promise<void> {
		for (const message of messages) {
			const text = saidIn(message);
			if (text === undefined) continue;
			if (message.role === 'user') this.#message = this.#message === undefined ? text : `${this.#message}\n${text}`;
			else await this.#reply(text);
		}
	}

	async #reply(text: string): Promise<void> {
		if (this.#message === undefined) throw withoutMessage();
		const message = this.#message;
		this.#message = undefined;
		await this.save(message, text);
	}
}

/** Undefined for messages between the agent and its tools. */
function saidIn({ role, content }: SdkMessage): string | undefined {
	if (role === 'system') throw withoutMessage();
	if (role === 'tool' || content.some(({ type }) => type === 'tool-call' || type === 'invalid-tool-call')) return undefined;
	return content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n');
}

function withoutMessage(): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: 'This memory stores turns, and the messages to add are not a turn.',
		fix: 'Add a user message first, then its reply. To store facts about a person, use the node Troupe Memory.',
	});
}

/**
 * Alternates user and reply, as every model accepts. Facts about the person and the earlier summary become turns too: some models take one system
 * message only, and the agent has one.
 */
function toMessages(result: MemoryTaskResult): SdkMessage[] {
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
		{ role: 'assistant', content: [{ type: 'text', text: withoutSources(reply) }] },
	];
}

/** In code, a bracketed number is an index. */
const code = /(`{3}[^]*?`{3}|`[^`\n]*`)/;
/** Source lines that Troupe's tools make an agent write below its reply. */
const sources = /\n+(?:\[\d{1,3}\] [^\n]*\n?)+$/;

/** Citations after a word or sign; directly after a word, a bracketed number is an index, as in `items[2]`. */
const cited = /(?:(?<=[^\s\p{L}\d_)\]])[ \t]*|(?<=\S)[ \t]+)\[\d{1,3}\](?:[ \t]*\[\d{1,3}\])*/gu;

/** n8n's agents read earlier replies: old passage numbers would refer to another search. */
const withoutSources = (reply: string): string =>
	reply
		.replace(sources, '')
		.split(code)
		.map((part, index) => (index % 2 === 1 ? part : part.replace(cited, '')))
		.join('');

export async function supplyData(
	this: ISupplyDataFunctions,
	itemIndex: number,
	gate: Gate = defaultGate(),
	givenSdk?: AiNodeSdk,
): Promise<SupplyData> {
	return supplyAdmitted(this, { name: 'troupeChatMemory', gate, item: itemIndex }, async (calls, fault) => {
		const sdk = givenSdk ?? loadAiNodeSdk();
		const { shareConversation = false } = this.getNodeParameter('options', itemIndex, {}) as { shareConversation?: boolean };
		const memory = await readMemoryHost(this, itemIndex);
		const settings = readSettings(this, itemIndex);
		await noteExecution(this, memory, settings);
		const host = shareConversation ? memory : { ...memory, conversationOwner: { workflow: memory.workflow } };
		// n8n asks for the memory once per execution.
		const run: RunTask = async (task) => {
			try {
				return await calls.whole(this.getExecutionCancelSignal(), (signal) => runMemoryTask(task, host, signal));
			} catch (error) {
				throw fault(error);
			}
		};
		return completeMemory(sdk.supplyMemory(this, createChatMemory(settings, run)));
	});
}

function readSettings(context: ISupplyDataFunctions, item: number): ChatMemorySettings {
	const { memories = 10 } = context.getNodeParameter('options', item, {}) as { memories?: number };
	const person = context.getNodeParameter('person', item, '') as unknown;
	const named = typeof person === 'string' || typeof person === 'number' ? String(person).trim() : '';
	return {
		conversation: readSession(context, item),
		turns: context.getNodeParameter('turns', item, 10) as number,
		memories,
		...(named && { person: named }),
	};
}
