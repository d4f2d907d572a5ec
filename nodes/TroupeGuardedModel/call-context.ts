import { findLanguage } from '../../core/base/text/language';
import { advance } from '../../core/guardrails/policy/conversation-state';
import type { ConversationState } from '../../core/ports/guardrails/conversation-state';
import { type ModelMessage, readText } from '../shared/connected/langchain-shape';
import type { CallSettings } from './call-settings';
import { listGivenTexts } from './given-texts';

export function buildContext(messages: ModelMessage[], { vault, language }: Pick<CallSettings, 'vault' | 'language'>) {
	const read = (wanted: string) => messages.filter(({ type }) => type === wanted).map(readText);
	const [messagesOfPerson, replies] = [read('human'), read('ai').filter((reply) => reply !== '')];
	const message = messagesOfPerson.pop() ?? '';
	const state = replies.reduce<ConversationState | undefined>((before, reply) => advance(before, reply), undefined);
	const earlier = [...replies, ...messagesOfPerson];
	const given = listGivenTexts(messages);
	return { vault, language: findLanguage({ message, earlier, prompt: readPrompt(messages), usual: language }), state, given };
}

export const readPrompt = (messages: ModelMessage[]): string =>
	messages
		.filter(({ type }) => type === 'system')
		.map(readText)
		.join('\n');
