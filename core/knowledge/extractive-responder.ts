import { throwIfCancelled } from '../base/async/cancelled';
import { notCoveredMark } from './grounding';
import { selectSentences, type SelectedSentence } from './select-sentences';
import { detectLanguage } from '../base/text/language';
import type { Language } from '../base/text/languages';
import { extractiveModel } from '../ports/models/extractive-model';
import type { ChatModel, ChatRequest, ChatResponse } from '../ports/models/models';
import { estimateTokens, estimateUsage } from '../tokens/estimate-tokens';

/** `unanswered`: no configured model answered. `quoted`: no model was to answer, or its answer cannot be shown. */
type Reason = 'unanswered' | 'quoted';
export const introductions: Record<Reason, Record<Language, string>> = {
	unanswered: {
		en: 'No language model answered; this is what the documents say:',
		pt: 'Nenhum modelo de linguagem respondeu; isto é o que dizem os documentos:',
	},
	quoted: {
		en: 'This is what the documents say:',
		pt: 'Isto é o que dizem os documentos:',
	},
};

/**
 * Last step of a route: quotes the sentences of the passages that fit best. States that no model answered, if one should have. @param usual the
 * language of the introduction if the question does not decide it
 */
export function createExtractiveResponder(usual?: Language, reason: Reason = 'quoted'): ChatModel {
	return {
		id: extractiveModel,
		async generate(request, signal) {
			return respond(request, usual, reason, signal);
		},
		async *stream(request, signal) {
			const response = respond(request, usual, reason, signal);
			yield { kind: 'text', text: response.text };
			yield { kind: 'end', response };
		},
	};
}

function respond(request: ChatRequest, usual: Language | undefined, reason: Reason, signal: AbortSignal): ChatResponse {
	throwIfCancelled(signal, 'The answer was cancelled before the search.');
	const question = request.messages.findLast(({ role }) => role === 'user')?.content ?? '';
	const text = answer(question, introductions[reason][detectLanguage(question, usual)], request);
	return { text, finish: 'stop', model: extractiveModel, usage: estimateUsage(request.messages, text), costUsd: 0 };
}

function answer(question: string, introduction: string, { passages = [], maxOutputTokens = Infinity }: ChatRequest): string {
	const quoted: string[] = [];
	for (const sentence of selectSentences(question, passages)) {
		const longer = [introduction, ...quoted, quote(sentence)].join(' ');
		if (estimateTokens(longer) > maxOutputTokens) break;
		quoted.push(quote(sentence));
	}
	return quoted.length > 0 ? [introduction, ...quoted].join(' ') : notCoveredMark;
}

/** Numbers in brackets, such as a footnote's, would read as citations. */
function quote({ text, passage }: SelectedSentence): string {
	return `${text.replace(/\[(\d+)\]/g, '($1)')} [${passage + 1}]`;
}
