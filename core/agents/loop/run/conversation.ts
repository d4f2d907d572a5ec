import { hash } from 'node:crypto';
import { countNouns } from '../../../base/text/count-nouns';
import type { Language } from '../../../base/text/languages';
import type { ImagePart } from '../../../ports/models/image-shapes';
import type { Passage } from '../../../ports/knowledge/passages';
import { isForeign } from '../../../ports/memory';
import type { ChatMessage } from '../../../ports/models/models';
import type { AgentDefinition } from '../../definition/agent-definition';
import { listCitedSearches, readsPassages } from '../../definition/cited-searches';
import { tokenShape } from '../../../base/text/masked-token';
import { withoutCitations, writePassages } from '../../../knowledge/grounding';
import { writeGroundingInstructions, writeSearchInstructions } from '../../../knowledge/grounding-instructions';
import { createDataTurn, createSummaryTurn, createTurn } from '../model/synthetic-turns';
import { explanations } from '../../../prompt-texts/explanations';
import { identifyPrompt } from '../../../prompt-texts/prompt-language';
import type { EntryBody } from '../trail/trail-entry';
import { markCitations, withoutSourceMarks } from '../../../knowledge/source-marks';

export type ToolMessage = ChatMessage & { role: 'tool' };
type AssistantMessage = ChatMessage & { role: 'assistant' };

interface ConversationStep {
	assistant: AssistantMessage;
	results: ToolMessage[];
}

/** The masked conversation for the model, in parts with different rules for shortening. */
export interface Conversation {
	/** The prompt, with the host's words about other messages. Contains no foreign text. Never shortened. */
	system: ChatMessage;
	turns: ChatMessage[][];
	/** Memories and passages for the message, as a separate turn. Never shortened. */
	data: ChatMessage[];
	user: ChatMessage;
	steps: ConversationStep[];
	/** The passages of `data`, for models that answer from passages alone. */
	passages: Passage[];
}

export function startConversation(
	definition: AgentDefinition,
	prepared: EntryBody<'prepared'>,
	images: ImagePart[] | undefined,
	context: { readonly language: Language },
): Conversation {
	const { knowledge } = definition;
	const { filledPrompt: prompt = definition.prompt, memories, passages, summary, turns } = prepared;
	const grounding = { followsTurns: turns.length > 0, language: identifyPrompt(prompt) };
	const instructions = [
		prompt,
		...(memories ? [explanations[grounding.language].memories] : []),
		...explainTokens(prepared, grounding.language),
		...(knowledge ? [writeGroundingInstructions(grounding)] : []),
		...(!knowledge && listCitedSearches(definition).length > 0 ? [writeSearchInstructions(grounding)] : []),
	];
	const told = [...(memories ? [writeMemories(memories)] : []), ...(knowledge ? [writePassages(passages, context.language)] : [])];
	const conversation: Conversation = {
		system: { role: 'system', content: instructions.join('\n\n') },
		turns: [...turns.map(({ message, reply }) => createTurn(message, tellAnswer(reply, definition)))],
		data: told.length > 0 ? createDataTurn(told.join('\n'), context.language) : [],
		user: createUserMessage(prepared, images),
		steps: [],
		passages,
	};
	if (summary !== undefined) conversation.turns.unshift(addSummary(conversation, tellSummary(summary), prepared.runId, context));
	if (prepared.note) addNote(conversation, prepared.note, prepared.runId, context);
	return conversation;
}

/** Adds another agent's note. Its mark is random for each run: nobody can fake a note. */
export function addNote(
	conversation: Conversation,
	{ from, text }: { from: string; text: string },
	runId: string,
	{ language }: { readonly language: Language },
): void {
	const mark = createMark('note', `${runId} ${from}`);
	explain(conversation, (words) => words.note(from, mark));
	const { data } = conversation;
	// Its passage numbers belong to the other agent.
	const note = `<${mark}>\n${withoutCitations(text)}\n</${mark}>`;
	const [told, ...rest] = data;
	conversation.data = told ? [{ ...told, content: `${told.content}\n${note}` }, ...rest] : createDataTurn(note, language);
}

export function addSummary(
	conversation: Conversation,
	text: string,
	runId: string,
	{ language }: { readonly language: Language },
): ChatMessage[] {
	const mark = createMark('summary', runId);
	explain(conversation, (words) => words.summary(mark));
	return createSummaryTurn(text, mark, language);
}

const createMark = (kind: 'note' | 'summary', of: string): string => `${kind}-${hash('sha256', of).slice(0, 8)}`;

function explain(conversation: Conversation, write: (words: (typeof explanations)[Language]) => string): void {
	const { system } = conversation;
	const explained = write(explanations[identifyPrompt(String(system.content))]);
	// A summary can be summarised again in the same run.
	if (!String(system.content).includes(explained)) conversation.system = { ...system, content: `${system.content}\n\n${explained}` };
}

export function listMessages({ system, turns, data, user, steps }: Conversation): ChatMessage[] {
	return [system, ...turns.flat(), ...data, user, ...steps.flatMap(({ assistant, results }) => [assistant, ...results])];
}

/** Images are not stored. If a run continues elsewhere, the model learns that there were some. */
function createUserMessage({ message, images: count }: EntryBody<'prepared'>, images: ImagePart[] | undefined): ChatMessage {
	if (images?.length) return { role: 'user', content: message, images };
	return {
		role: 'user',
		content: count > 0 ? `${message}\n[${countNouns(count, 'image')} shown here before, not available any more.]` : message,
	};
}

export function joinText(messages: ChatMessage[]): string {
	return JSON.stringify(messages, (key, value: unknown) => (key === 'images' ? undefined : value));
}

/** Explains tokens to the model: otherwise it respells them, or says that the data is missing. */
function explainTokens(
	{ message, turns, summary = '', memories = [], passages, note }: EntryBody<'prepared'>,
	language: Language,
): string[] {
	const texts = [
		...turns.flatMap((turn) => [turn.message, turn.reply]),
		...memories.map(({ text }) => text),
		...passages.map(({ text }) => text),
	];
	const [token] = [message, summary, note?.text ?? '', ...texts].flatMap((text) => text.match(tokenShape) ?? []);
	return token ? [explanations[language].token(token)] : [];
}

const writeMemories = (memories: NonNullable<EntryBody<'prepared'>['memories']>): string =>
	memories
		.map(({ key, text, labels, outdated }) => {
			const name = key === undefined ? '' : ` name="${escapeMarkup(key)}"`;
			// A foreign text can be wrong, and is not a wish of the person.
			const source = labels && isForeign(labels) ? ` source="${labels.source}"` : '';
			const contradicted = outdated ? ' outdated="a newer memory says otherwise"' : '';
			return `<memory${name}${source}${contradicted}>${escapeMarkup(text)}</memory>`;
		})
		.join('\n');

/** Markup in a memory could end its element, and pass as part of the prompt. */
function escapeMarkup(text: string): string {
	return text.replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

/**
 * Earlier answers for a model: their numbers mean passages that are gone. Only an agent whose prompt explains marks gets them. Without passages or
 * team, a number in brackets is its own.
 */
function tellAnswer(reply: string, definition: AgentDefinition): string {
	if (definition.knowledge || listCitedSearches(definition).length > 0) return markCitations(reply);
	const mayCite = readsPassages(definition) || definition.tools?.define?.some(({ kind }) => kind === 'agent');
	return mayCite ? withoutCitations(reply) : reply;
}

const tellSummary = (summary: string): string => withoutSourceMarks(withoutCitations(summary));
