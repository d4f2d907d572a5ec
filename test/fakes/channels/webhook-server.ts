import { createHmac } from 'node:crypto';
import { type FakeServer, type Fields, rawAnswer, type RawReply, startFakeServer } from '../../../sandbox/fakes/fake-server';

export const webhookAccount = {
	...{ incoming: 'signed', token: 'webhook-token' },
	signingSecret: `whsec_${Buffer.from('a secret of thirty-two bytes, ok').toString('base64')}`,
};

export interface WebhookServer extends FakeServer {
	/** Messages that were taken, oldest first. */
	readonly taken: Fields[];
}

/** Starts a program on a free port that takes signed messages at /in, and checks what the specification of Standard Webhooks says. */
export async function startWebhookServer({ signingSecret } = webhookAccount): Promise<WebhookServer> {
	const taken: Fields[] = [];
	const server = await startFakeServer((call, nextReply) => {
		if (call.path !== '/in' || call.method !== 'POST') return rawAnswer({ status: 404, body: { error: 'Not Found' } });
		const { 'webhook-id': id, 'webhook-timestamp': stamp, 'webhook-signature': signature } = call.headers;
		const isNow = Math.abs(Date.now() / 1_000 - Number(stamp)) < 300;
		const expected = sign(signingSecret, `${String(id)}.${String(stamp)}.${JSON.stringify(call.body)}`);
		if (!isNow || signature !== expected) return rawAnswer({ status: 401, body: { error: 'Unauthorized' } });
		const scripted = nextReply() as RawReply | undefined;
		// Any answer of status 2xx counts, so that a broken connection has to be one.
		if (scripted) return rawAnswer(scripted);
		const body = call.body as Fields;
		if (body['type'] === 'ping') return rawAnswer({ status: 204, body: '' });
		const isComplete = body['type'] === 'message' && typeof body['id'] === 'string' && typeof body['address'] === 'string';
		if (!isComplete) return rawAnswer({ status: 400, body: { error: 'not a message' } });
		taken.push(body);
		return rawAnswer({ status: 200, body: { id: `crm-${taken.length}` } });
	});
	return { ...server, taken };
}

/** The symmetric signature of https://www.standardwebhooks.com. */
const sign = (secret: string, signed: string): string =>
	`v1,${createHmac('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64'))
		.update(signed)
		.digest('base64')}`;

/** The headers of a signed message, as a sender makes them. */
export function signWebhook(
	body: Uint8Array,
	at: number,
	{ id = 'msg_1', secret = webhookAccount.signingSecret } = {},
): Record<string, string> {
	const seconds = Math.floor(at / 1_000);
	const signature = sign(secret, `${id}.${seconds}.${Buffer.from(body).toString()}`);
	return { 'webhook-id': id, 'webhook-timestamp': String(seconds), 'webhook-signature': signature };
}

let last = 0;

/** What a program sends: docs/channels/webhook.md. */
export const webhookMessages = {
	text: (text: string, changes: Fields = {}) => ({
		...{ type: 'message', id: `in-${++last}`, address: 'visitor-77', name: 'Maria', timestamp: '2026-04-30T12:00:00Z', text },
		...changes,
	}),
};
