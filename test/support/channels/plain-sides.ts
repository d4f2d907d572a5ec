/** A bot of Telegram and a program behind a webhook, as their customers see them, who are known by other names than phone numbers. */
import {
	startTelegramServer,
	telegramAccount,
	type TelegramServer,
	telegramUpdates,
} from '../../../sandbox/fakes/channels/telegram-server';
import { signWebhook, startWebhookServer, webhookAccount, webhookMessages, type WebhookServer } from '../../fakes/channels/webhook-server';
import type { ChannelService } from '../../package/channels/channel-service';
import { deliver, pictureUrl, type ServedSide } from './provider-side';

export async function telegramSide(service: ChannelService, count: number, options: string[]): Promise<ServedSide<TelegramServer>> {
	const server = await startTelegramServer();
	await service.troupe(['credentials', 'add', 'bot', '--type', 'telegram'], JSON.stringify({ accessToken: telegramAccount.token }));
	const connect = ['--url', 'https://agents.example.com', '--connect'];
	const address = await service.addChannel('telegram', [
		...['-p', 'telegram', '-c', 'bot', '--set', `baseUrl=${server.url}`],
		...connect,
		...options,
	]);
	const { pathname } = new URL(address);
	const secret = server.webhook!['secret_token'] as string;
	const post = (update: object) =>
		deliver(
			service,
			() => `${service.url}${pathname}`,
			update,
			() => ({ 'x-telegram-bot-api-secret-token': secret }),
		);
	const about = (chat: string, at = Date.now()) => ({
		chat: { id: Number(chat), type: 'private' },
		from: { id: Number(chat), is_bot: false, first_name: 'Maria' },
		date: Math.floor(at / 1_000),
	});
	return {
		...{ name: 'telegram', conversations: Array.from({ length: count }, (_, index) => `${800_000_000 + index}`), canLookUp: false, server },
		write: (chat, text, { at, isPicture } = {}) =>
			post(isPicture ? telegramUpdates.photo('no-such-file', '', about(chat, at)) : telegramUpdates.text(text, about(chat, at))),
		writeAsPerson: () => Promise.reject(new Error('No person can write as a bot.')),
		replies: () =>
			server.sent
				.filter(({ method }) => method === 'sendMessage')
				.map(({ body }) => ({ conversation: String(body['chat_id']), text: body['text'] as string })),
		echo: () => Promise.resolve(0),
		close: () => server.close(),
	};
}

export async function webhookSide(service: ChannelService, count: number, options: string[]): Promise<ServedSide<WebhookServer>> {
	const server = await startWebhookServer();
	const { signingSecret, token } = webhookAccount;
	await service.troupe(['credentials', 'add', 'site', '--type', 'webhook'], JSON.stringify({ signingSecret, token }));
	const path = await service.addChannel('webhook', ['-p', 'webhook', '-c', 'site', '--set', `sendTo=${server.url}/in`, ...options]);
	const post = (message: ReturnType<typeof webhookMessages.text>) =>
		deliver(
			service,
			() => `${service.url}${path}`,
			message,
			() => signWebhook(Buffer.from(JSON.stringify(message)), Date.now(), { id: message.id }),
		);
	const about = (address: string, at = Date.now()) => ({ address, timestamp: new Date(at).toISOString() });
	return {
		...{
			name: 'webhook',
			conversations: Array.from({ length: count }, (_, index) => `visitor-${1_000 + index}`),
			canLookUp: false,
			server,
		},
		write: (address, text, { at, isPicture } = {}) => {
			const media = { text: undefined, media: [{ kind: 'image', url: pictureUrl }] };
			return post(webhookMessages.text(text, { ...about(address, at), ...(isPicture && media) }));
		},
		writeAsPerson: (address, text) => post(webhookMessages.text(text, { ...about(address), author: 'account' })),
		replies: () => server.taken.map((message) => ({ conversation: message['address'] as string, text: message['text'] as string })),
		echo: () => Promise.resolve(0),
		close: () => server.close(),
	};
}
