/** The channels of a service through which people are heard of: their webhooks, as each provider sends them. */
import { randomBytes, randomUUID } from 'node:crypto';
import { chatwootAccount, chatwootWebhooks, signChatwoot } from '../../sandbox/fakes/channels/chatwoot-server';
import { startTelegramServer, telegramAccount, telegramUpdates } from '../../sandbox/fakes/channels/telegram-server';
import { signWhatsAppCloud, whatsAppCloudAccount } from '../../sandbox/fakes/channels/whatsapp-cloud-server';
import { zApiWebhooks } from '../../sandbox/fakes/channels/z-api-server';
import type { ChannelService } from '../../test/package/channels/channel-service';
import type { Random } from '../../test/contract/random/random';
import type { Name, Said } from './person';

export interface Doors {
	/** Delivers what is said about a person. */
	say(said: Said): Promise<void>;
	close(): Promise<void>;
}

type Spelled = Partial<Record<Name['kind'], string>>;

/** Adds the channels. `sales`, of Z-API, is there already. */
export async function openDoors(service: ChannelService, random: Random): Promise<Doors> {
	const { phoneNumberId, ...cloudSecrets } = whatsAppCloudAccount;
	const addCredential = (name: string, secrets: object) =>
		service.troupe(['credentials', 'add', name, '--type', 'provider'], JSON.stringify(secrets));
	await addCredential('cloud', cloudSecrets);
	await addCredential('bot', { accessToken: telegramAccount.token });
	await addCredential('inbox', { accessToken: chatwootAccount.accessToken, webhookSecret: chatwootAccount.webhookSecret });
	const telegram = await startTelegramServer();
	const cloudPath = await service.addChannel('cloud', ['-p', 'whatsapp-cloud', '-c', 'cloud', '--set', `phoneNumberId=${phoneNumberId}`]);
	const url = ['--url', 'https://agents.example.com', '--connect'];
	const bot = await service.addChannel('bot', ['-p', 'telegram', '-c', 'bot', '--set', `baseUrl=${telegram.url}`, ...url]);
	const inboxPaths = await Promise.all(
		['a', 'b'].map((account) => {
			const settings = [`baseUrl=https://chat-${account}.example.com`, 'accountId=1', 'inboxId=5'].flatMap((set) => ['--set', set]);
			return service.addChannel(`inbox-${account}`, ['-p', 'chatwoot', '-c', 'inbox', ...settings]);
		}),
	);
	async function post(path: string, body: object, headers: Record<string, string> = {}): Promise<void> {
		const answer = await service.post(body, `${service.url}${path}`, headers);
		if (!answer.ok) throw new Error(`A webhook was refused: ${answer.status} ${path}`);
	}
	const spell = ({ kind, written }: Name): [Name['kind'], string] => [kind, random.pick(written)];
	return {
		async say({ names, typed }) {
			const by = Object.fromEntries(names.map(spell)) as Spelled;
			if (by.telegram !== undefined) {
				const secret = telegram.webhook!['secret_token'] as string;
				return post(new URL(bot).pathname, telegramUpdate(by), { 'x-telegram-bot-api-secret-token': secret });
			}
			if (by.bsuid !== undefined) {
				const body = cloudRequest(by);
				return post(cloudPath, body, { 'x-hub-signature-256': signWhatsAppCloud(toBytes(body)) });
			}
			for (const [index, kind] of (['inbox-a', 'inbox-b'] as const).entries()) {
				if (by[kind] === undefined) continue;
				const body = inboxMessage(by[kind], typed && random.pick(typed.written));
				const headers = { ...signChatwoot(toBytes(body), Date.now()), 'x-chatwoot-delivery': randomUUID() };
				return post(inboxPaths[index]!, body, headers);
			}
			const phone = by.line ?? by.lid;
			await post(new URL(service.address).pathname, zApiWebhooks.text('Hello!', { phone, senderLid: by.lid, momment: Date.now() }));
		},
		close: () => telegram.close(),
	};
}

const toBytes = (body: object) => Buffer.from(JSON.stringify(body));

/** A person who shares a number shares their own. */
function telegramUpdate({ telegram, line }: Spelled): object {
	const about = { chat: { id: Number(telegram), type: 'private' }, from: { id: Number(telegram), first_name: 'Maria' } };
	return line === undefined ? telegramUpdates.text('Hello!', about) : telegramUpdates.contact(line, Number(telegram), about);
}

/** A person whose number is hidden has only the id. */
function cloudRequest({ line, bsuid, parent }: Spelled): object {
	const contact = { profile: { name: 'Maria' }, wa_id: line, user_id: bsuid, parent_user_id: parent };
	const id = `wamid.${randomBytes(12).toString('base64url')}`;
	const message = {
		from: line,
		from_user_id: bsuid,
		id,
		timestamp: String(Math.floor(Date.now() / 1_000)),
		type: 'text',
		text: { body: 'Hello!' },
	};
	const metadata = { display_phone_number: '554499999999', phone_number_id: whatsAppCloudAccount.phoneNumberId };
	const value = { messaging_product: 'whatsapp', metadata, contacts: [contact], messages: [message] };
	return { object: 'whatsapp_business_account', entry: [{ id: '1', changes: [{ value, field: 'messages' }] }] };
}

/** Each contact has its own conversation; its number is typed by people. */
function inboxMessage(contact: string, phone: string | undefined): object {
	const sender = { id: Number(contact), name: 'Maria', identifier: null, ...(phone !== undefined && { phone_number: `+${phone}` }) };
	const conversation = { id: 10_000 + Number(contact), inbox_id: 5, status: 'open', meta: { sender, assignee: null } };
	return chatwootWebhooks.text('Hello!', { sender, conversation, created_at: new Date().toISOString() });
}
