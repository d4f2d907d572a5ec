import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { AgentOutcome } from '../../../core/agents/agent-outcome';
import { detectLanguage } from '../../../core/base/text/language';
import { toItem } from '../result/to-item';
import { findChat } from './find-chat';
import { formLink } from './form-address';
import { answerPlaces } from './form-texts';

/**
 * Builds the item shown while the run waits. The form's link is shown in the editor only: elsewhere the item may reach the customer, who must not
 * decide.
 */
export function waitingItem(context: IExecuteFunctions, outcome: AgentOutcome): IDataObject {
	const { state: _state, ...item } = toItem(outcome, 'simple');
	return { ...item, output: waitingText(context, outcome), ...(isTest(context) && { formUrl: formLink(context) }) };
}

/** For the chat. */
export function waitingText(context: IExecuteFunctions, outcome: AgentOutcome): string {
	if (!('state' in outcome) || !isTest(context)) return outcome.reply;
	const questions = outcome.pending.map(({ question }) => question);
	return [outcome.reply, ...questions, `[Open the form](${formLink(context)})`, ...whereAnswered(context, questions)].join('\n\n');
}

/** Whoever tests in n8n's chat waits there for the answer. */
function whereAnswered(context: IExecuteFunctions, questions: string[]): string[] {
	const chat = findChat(context);
	if (!chat) return [];
	const places = answerPlaces[detectLanguage(questions.join(' '))];
	return [chat.showsAnswer ? places.chat : places.output(context.getNode().name)];
}

const isTest = (context: IExecuteFunctions): boolean => context.getMode() === 'manual';
