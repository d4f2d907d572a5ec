import type { PendingDecision } from '../../../core/agents/agent-outcome';
import { detectLanguage } from '../../../core/base/text/language';
import type { Language } from '../../../core/base/text/languages';
import { formTexts } from './form-texts';

/** Short enough for Slack, Mattermost, Teams and n8n's chat, which cut longer messages. */
const maxMessage = 3_000;

/** Markup that chats turn into links, whose text can differ from their address. */
const markup = /<|\][([]/;

/** Returns the language in which the agent asks, without what the model wrote into the arguments. */
export const detectAsked = (pending: PendingDecision[]): Language =>
	detectLanguage(pending.map((one) => (one.kind === 'approval' ? one.heading : one.question)).join(' '));

/** Returns the question for a chat. Where the chat would not show all of an approval, the form does, and the text says so. */
export function messageText(pending: PendingDecision): string {
	if (pending.kind === 'question' || (pending.question.length <= maxMessage && !markup.test(pending.question))) return pending.question;
	return `${pending.heading}\n${formTexts[detectAsked([pending])].readForm}`;
}
