import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { AgentOutcome, PendingDecision } from '../../../core/agents/agent-outcome';
import { toItem } from '../result/to-item';
import { findChat } from './find-chat';
import { formLink } from './form-address';
import { answerPlaces } from './form-texts';
import { detectAsked, messageText } from './message-text';

/** The form's link is only for the editor: elsewhere the item may reach the customer, who must not decide. */
export function waitingItem(context: IExecuteFunctions, outcome: AgentOutcome): IDataObject {
	const { state: _state, ...item } = toItem(outcome, 'simple');
	return { ...item, output: waitingText(context, outcome), ...(isTest(context) && { formUrl: formLink(context) }) };
}

export function waitingText(context: IExecuteFunctions, outcome: AgentOutcome): string {
	if (!('state' in outcome) || !isTest(context)) return outcome.reply;
	const { reply, pending } = outcome;
	return [reply, ...pending.map(messageText), `[Open the form](${formLink(context)})`, ...whereAnswered(context, pending)].join('\n\n');
}

/** Testers in n8n's chat wait there for the answer. */
function whereAnswered(context: IExecuteFunctions, pending: PendingDecision[]): string[] {
	const chat = findChat(context);
	if (!chat) return [];
	const places = answerPlaces[detectAsked(pending)];
	return [chat.showsAnswer ? places.chat : places.output(context.getNode().name)];
}

const isTest = (context: IExecuteFunctions): boolean => context.getMode() === 'manual';
