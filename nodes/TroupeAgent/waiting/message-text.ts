import type { PendingDecision } from '../../../core/agents/agent-outcome';
import { detectLanguage } from '../../../core/base/text/language';
import type { Language } from '../../../core/base/text/languages';
import { formTexts } from './form-texts';

/** Slack, Mattermost, Teams and n8n's chat cut longer messages. */
const maxMessage = 3_000;

/** Chats turn this markup into links, whose text can differ from their address. */
const markup = /<|\][([]/;

/** Ignores what the model wrote into the arguments. */
export const detectAsked = (pending: PendingDecision[]): Language =>
	detectLanguage(pending.map((one) => (one.kind === 'approval' ? one.heading : one.question)).join(' '));

/** If the chat cannot show a whole approval, the text refers to the form. */
export function messageText(pending: PendingDecision): string {
	if (pending.kind === 'question' || (pending.question.length <= maxMessage && !markup.test(pending.question))) return pending.question;
	return `${pending.heading}\n${formTexts[detectAsked([pending])].readForm}`;
}
