import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { type FakeServer, rawAnswer, type RawReply, startFakeServer } from '../../sandbox/fakes/fake-server';

/** An event as it arrives. */
export interface ReceivedEvent {
	id: string;
	type: string;
	version: number;
	timestamp: string;
	tenant: string;
	data: Record<string, unknown>;
}

export interface EventReceiver extends FakeServer {
	/** Received events, oldest first, repeated ones too. */
	readonly taken: ReceivedEvent[];
	/** The secret of the sender. */
	trust(secret: string): void;
}

/** Starts a program on a free port that takes events at /events, and verifies them with the library of Standard Webhooks. */
export async function startEventReceiver(): Promise<EventReceiver> {
	const taken: ReceivedEvent[] = [];
	const secrets: string[] = [];
	const server = await startFakeServer((call, nextReply) => {
		if (call.path !== '/events' || call.method !== 'POST') return rawAnswer({ status: 404, body: { error: 'Not Found' } });
		const body = JSON.stringify(call.body);
		if (!secrets.some((secret) => isSigned(secret, body, call.headers as Record<string, string>)))
			return rawAnswer({ status: 401, body: { error: 'Unauthorized' } });
		const scripted = nextReply() as RawReply | undefined;
		if (scripted) return rawAnswer(scripted);
		const event = call.body as ReceivedEvent;
		if (call.headers['webhook-id'] !== event.id) return rawAnswer({ status: 400, body: { error: 'the id is another one' } });
		taken.push(event);
		return rawAnswer({ status: 204, body: '' });
	});
	return { ...server, taken, trust: (secret) => void secrets.push(secret) };
}

function isSigned(secret: string, body: string, headers: Record<string, string>): boolean {
	try {
		new Webhook(secret).verify(body, headers);
		return true;
	} catch (error) {
		if (error instanceof WebhookVerificationError) return false;
		throw error;
	}
}
