import type { ChatMessage, ImagePart, Language, Passage } from '../../../ports';
import type { AgentDefinition } from '../../definition/agent-definition';
import { groundingInstructions } from '../../../knowledge/grounding';
import { whatIsKnown } from '../../what-is-known';
import { asTurn, summaryTurn } from '../model/summary-turn';
import type { EntryBody } from '../trail/trail-entry';

export type ToolMessage = ChatMessage & { role: 'tool' };
type AssistantMessage = ChatMessage & { role: 'assistant' };

/** An assistant's message with the results of all its calls, which stay together. */
interface ConversationStep {
	assistant: AssistantMessage;
	results: ToolMessage[];
}

/** The conversation for the model, in parts with different rules for shortening. All of it is masked. */
export interface Conversation {
	/** The prompt, with the passages. Never shortened. */
	system: ChatMessage;
	/** Earlier turns, each with a question and its answer. */
	turns: ChatMessage[][];
	/** The message. Never shortened. */
	user: ChatMessage;
	steps: ConversationStep[];
	/** Passages of the prompt, for models that answer from passages alone. */
	passages: Passage[];
}

export function startConversation(
	definition: AgentDefinition,
	prepared: EntryBody<'prepared'>,
	images: ImagePart[] | undefined,
	context: { readonly language: Language },
): Conversation {
	const { prompt, knowledge } = definition;
	const { memories, passages, summary, turns } = prepared;
	const instructions = [prompt, ...(memories ? [whatIsKnown(memories)] : []), ...(knowledge ? [groundingInstructions(passages)] : [])];
	return {
		system: { role: 'system', content: instructions.join('\n\n') },
		turns: [
			...(summary === undefined ? [] : [summaryTurn(summary, context.language)]),
			...turns.map(({ message, reply }) => asTurn(message, reply)),
		],
		user: userMessage(prepared, images),
		steps: [],
		passages: prepared.passages,
	};
}

/** Oldest first. */
export function messagesOf({ system, turns, user, steps }: Conversation): ChatMessage[] {
	return [system, ...turns.flat(), user, ...steps.flatMap(({ assistant, results }) => [assistant, ...results])];
}

/** Images are not stored. If a run continues elsewhere, the model is told that there were some. */
function userMessage({ message, images: count }: EntryBody<'prepared'>, images: ImagePart[] | undefined): ChatMessage {
	if (images?.length) return { role: 'user', content: message, images };
	return { role: 'user', content: count > 0 ? `${message}\n[${count} images were shown here; they are not available any more.]` : message };
}

/** Returns all of a conversation's text. */
export function textOf(messages: ChatMessage[]): string {
	return JSON.stringify(messages, (key, value: unknown) => (key === 'images' ? undefined : value));
}
