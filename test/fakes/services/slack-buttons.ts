/** What Slack sends when people press the buttons of a message, and where it takes the answer: https://docs.slack.dev/interactivity/handling-user-interaction. */
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { SlackBlock } from './slack';

export interface SlackPress {
	/** The `action_id` of the button. */
	action: string;
	user: { id: string; name: string };
	message: { blocks: SlackBlock[] };
	responseUrl: string;
}

/** Writes the body of the request as Slack does: a form with the payload as JSON. @throws Error if the message has no such button */
export function writePress({ action, user, message, responseUrl }: SlackPress): string {
	const button = message.blocks.flatMap(({ elements = [] }) => elements).find((one) => one.action_id === action);
	if (!button) throw new Error(`The message has no button ${action}.`);
	const actions = [{ action_id: action, type: 'button', ...(button.value !== undefined && { value: button.value }) }];
	const payload = { type: 'block_actions', user: { ...user, username: user.name }, message, response_url: responseUrl, actions };
	return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
}

/** The headers with which Slack signs a request. @param seconds since 1970 */
export function signPress(body: string, secret: string, seconds = Math.floor(Date.now() / 1_000)): Record<string, string> {
	const signature = createHmac('sha256', secret).update(`v0:${seconds}:${body}`).digest('hex');
	return {
		'content-type': 'application/x-www-form-urlencoded',
		'x-slack-request-timestamp': String(seconds),
		'x-slack-signature': `v0=${signature}`,
		'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
	};
}

/** An answer to a press: a new message in place of the old one, or a text that only who pressed sees. */
export interface SlackAnswer {
	text: string;
	replace_original?: boolean;
	response_type?: 'ephemeral' | 'in_channel';
	blocks?: SlackBlock[];
}

/** Takes answers, as the `response_url` of Slack does. */
export async function startSlackAnswers(): Promise<{ url: string; answers: SlackAnswer[]; close(): void }> {
	const answers: SlackAnswer[] = [];
	const server = createServer((request, response) => {
		void text(request).then((body) => {
			answers.push(JSON.parse(body) as SlackAnswer);
			response.end('ok');
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const close = () => {
		server.closeAllConnections();
		server.close();
	};
	return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/actions/T1/1/x`, answers, close };
}
