import { readEnding } from '../../../core/ports/models/answer-ending';
import { listCauses } from './connected-model-fault';
import type { ConnectedReply } from './connected-reply';

/** Stands for an answer that a provider's filter stopped, where its LangChain model returns no message. */
export const filteredReply: ConnectedReply = { content: '', response_metadata: { finish_reason: 'content_filter' } };

/**
 * Awaits an answer. LangChain's models for Google throw where a filter stopped question or answer: one says so, the other stumbles over a
 * missing candidate.
 */
export function orFiltered<Answer>(answer: Promise<Answer>, id: string, filtered: Answer): Promise<Answer> {
	return answer.catch((error: unknown) => (isFiltered(error, id) ? filtered : Promise.reject(error as Error)));
}

/** Awaits JSON of OpenAI's models: their client throws where it is cut. */
export function orCut(answer: Promise<ConnectedReply>): Promise<ConnectedReply> {
	return answer.catch((error: unknown) => {
		const isCut = listCauses(error).some(({ message }) => /^Could not parse response content as the length limit/.test(String(message)));
		if (isCut) return { content: '', response_metadata: { finish_reason: 'length' } };
		throw error;
	});
}

/** Google's answer to a blocked question has no candidate, and so its stream has no chunk. */
export const isFilteredIfEmpty = (id: string): boolean => /gemini/i.test(id);

function isFiltered(error: unknown, id: string): boolean {
	return listCauses(error).some(({ name, message }) => {
		const [, what, reason = ''] = /^(Prompt blocked|Finish reason): (\w+)$/.exec(String(message)) ?? [];
		if (/^Could not parse response content as the request was rejected by the content filter/.test(String(message))) return true;
		if (what) return what === 'Prompt blocked' || readEnding(reason) === 'filtered';
		return isFilteredIfEmpty(id) && name === 'TypeError' && /reading '(?:message|parts)'/.test(String(message));
	});
}
