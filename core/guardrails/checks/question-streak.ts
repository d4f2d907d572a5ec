import type { Language } from '../../base/text/languages';
import type { Match } from '../../ports/guardrails/match';
import { defineCheck } from '../policy/check-kind';
import { whole } from '../policy/policy-shapes';
import { newConversation } from '../policy/conversation-state';
import { hasContent, readQuestions } from '../policy/questions';

const reasons: Record<'row' | 'reply', Record<Language, (most: number) => string>> = {
	row: {
		en: (most) => `With this reply, the agent has asked more than ${most} ${most === 1 ? 'question' : 'questions'} in a row.`,
		pt: (most) => `Com esta resposta, o agente fez mais de ${most} ${most === 1 ? 'pergunta seguida' : 'perguntas seguidas'}.`,
	},
	reply: {
		en: (most) => `The reply asks more than ${most} questions.`,
		pt: (most) => `A resposta faz mais de ${most} perguntas.`,
	},
};
const defaultMost = 2;

/** Match type of a surplus question that stays: without it the reply would be empty. */
export const onlyQuestion = 'ONLY_QUESTION';

const options = {
	most: whole(0, 100, 'Max questions in a row over the conversation. Default 2.'),
	mostInReply: whole(0, 100, 'Max questions in one reply. Default: the same as most.'),
};

/**
 * Limits consecutive questions over a conversation (replies that are or end in one), and those in one reply. Rewriting removes the surplus, unless
 * the reply would be empty.
 */
export const questionStreak = defineCheck({
	id: 'question-streak',
	code: 'QUESTION_STREAK',
	options,
	stages: ['output'],
	scope: 'text',
	stateful: true,
	choosesAction: true,
	create: ({ action, most = defaultMost, mostInReply = most }) => ({
		check(text, { state = newConversation, language }) {
			const { spans, asks } = readQuestions(text);
			const left = asks ? Math.max(0, most - state.questionsInARow) : Infinity;
			const allowed = Math.min(left, mostInReply);
			if (spans.length <= allowed) return { kind: 'pass' };
			const reason = left <= mostInReply ? reasons.row[language](most) : reasons.reply[language](mostInReply);
			const kept = action === 'rewrite' && allowed === 0 && !hasContent(text) ? 1 : allowed;
			const isAllKept = spans.length === kept;
			const matches: Match[] = spans
				.slice(isAllKept ? 0 : kept)
				.map((span) => ({ type: isAllKept ? onlyQuestion : 'QUESTION', ...span, score: 1 }));
			return { kind: 'violation', reason, matches, ...(isAllKept && { action: 'log' }) };
		},
	}),
});
