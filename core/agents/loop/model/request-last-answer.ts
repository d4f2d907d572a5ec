import type { Language } from '../../../base/text/languages';
import type { ChatResponse } from '../../../ports/models/models';
import type { LimitName } from '../../agent-outcome';
import { askStep } from './ask-step';
import type { Conversation } from '../run/conversation';
import { notCoveredMark } from '../../../knowledge/grounding';
import type { Run } from '../run/run';

const instruction: Record<Language, string> = {
	en: '(A limit of this run is reached: no tool can be called any more. Answer the question now from what is known so far, and name what is missing. Suppose nothing that you did not find out.)',
	pt: '(Um limite desta execução foi atingido: nenhuma ferramenta pode mais ser chamada. Responda agora à pergunta com o que já se sabe e diga o que falta. Não suponha nada que você não tenha verificado.)',
};

/** Requests a last answer from the results so far, without tools. Undefined if the limits forbid it, or the model does not answer. */
export async function requestLastAnswer(
	run: Run,
	conversation: Conversation,
	step: number,
	limit: LimitName,
): Promise<ChatResponse | undefined> {
	if (!run.stopsSoftly || limit === 'budget') return undefined;
	const { response } = await askStep(run, conversation, step, 'last', instruction[run.context.language]);
	const { text = '', finish } = response ?? {};
	const isAnswer = text.trim() !== '' && finish !== 'content-filter' && finish !== 'length' && !text.includes(notCoveredMark);
	return isAnswer ? response : undefined;
}
