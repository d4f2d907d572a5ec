import type { IExecuteFunctions } from 'n8n-workflow';
import type { PendingDecision } from '../../../core/agents/agent-outcome';
import { TroupeError } from '../../../core/base/errors';
import { readText } from '../read-text';
import { formAddress, formLink, type PersonLink } from './form-address';
import { messageText } from './message-text';

/**
 * Sends `text` for Slack, Mattermost and Teams, and `url` for programs. Personal links are only in `links`: all may read the text. @throws
 * TroupeError INPUT_INVALID if nobody could be told, since nobody would decide
 */
export async function notifyPerson(context: IExecuteFunctions, pending: PendingDecision[], links: PersonLink[]): Promise<void> {
	const notifyUrl = readText(context, 'options.notifyUrl', 0).trim();
	if (notifyUrl === '' || pending.length === 0) return;
	const url = formAddress(context);
	const questions = pending.map(({ question }) => question);
	const texts = pending.map(messageText);
	const approvers = [...new Set(pending.flatMap(({ approver }) => approver ?? []))];
	const body =
		links.length > 0
			? { text: texts.join('\n'), links, questions, approvers }
			: { text: [...texts, formLink(context)].join('\n'), url, questions, approvers };
	try {
		await context.helpers.httpRequest({ method: 'POST', url: notifyUrl, body, json: true, timeout: 10_000 });
	} catch (cause) {
		throw notTaken(cause);
	}
}

function notTaken(cause: unknown): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: 'The address in the field "Send Form Link To" did not accept the message, so no one was notified.',
		fix: 'Check the address. It must accept a POST request with JSON.',
		cause,
	});
}
