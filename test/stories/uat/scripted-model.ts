import type { FakeResponder } from '../../../sandbox/fakes/answer-from-conversation';
import type { FakeServer } from '../../../sandbox/fakes/fake-server';
import { openAiError } from '../../../sandbox/fakes/openai/openai-faults';
import { startOpenAiServer } from '../../../sandbox/fakes/openai/openai-server';
import { type SalesTurn, scriptFor } from './sales-cases';

interface Asked {
	messages: Array<{ role: string; content: string | null; tool_calls?: unknown[] }>;
	tools?: Array<{ function: { name: string } }>;
}

/** A model that answers what the case says. A run that begins again gets the same answers again. */
export class ScriptedModel {
	#turn: SalesTurn | undefined;
	#firstCall = 0;
	#server!: FakeServer;
	/** Requests that no case expects. */
	readonly unexpected: string[] = [];

	static async start(): Promise<ScriptedModel> {
		const model = new ScriptedModel();
		model.#server = await startOpenAiServer({ respond: (chat) => model.#answer(chat) });
		return model;
	}

	get url(): string {
		return this.#server.url;
	}

	/** From now on, this turn is answered. */
	begin(turn: SalesTurn): void {
		this.#turn = turn;
		this.#firstCall = this.#server.calls.length;
	}

	/** What the model was asked in this turn. */
	get asked(): Asked[] {
		return this.#server.calls
			.slice(this.#firstCall)
			.flatMap(({ path, body }) => (path.endsWith('/chat/completions') ? [body as Asked] : []));
	}

	/** How often the agent began to answer this turn. */
	get runs(): number {
		return this.asked.filter(({ messages }) => countRounds(messages) === 0).length;
	}

	/** What the tools told the model in this turn. */
	get toolTexts(): string[] {
		const { messages } = this.asked.at(-1) ?? { messages: [] };
		return messages
			.slice(messages.length - countSinceUser(messages))
			.flatMap(({ role, content }) => (role === 'tool' ? [content ?? ''] : []));
	}

	close(): Promise<void> {
		return this.#server.close();
	}

	readonly #answer: FakeResponder = ({ messages }) => {
		const { tools = [] } = this.#server.calls.at(-1)!.body as Asked;
		const offered = tools.map((tool) => tool.function.name);
		const reply = this.#turn && scriptFor(this.#turn, offered)[countRounds(messages)];
		if (reply) return reply;
		this.unexpected.push(messages.at(-1)?.content ?? '');
		return openAiError(400, 'The case has no answer to this.');
	};
}

const countSinceUser = (messages: Asked['messages']) => messages.length - 1 - messages.findLastIndex(({ role }) => role === 'user');
const countRounds = (messages: Array<{ role: string }>) =>
	messages.slice(messages.findLastIndex(({ role }) => role === 'user')).filter(({ role }) => role === 'assistant').length;
