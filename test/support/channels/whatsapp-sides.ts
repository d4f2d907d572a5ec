/** WhatsApp by its own API, Evolution API and WAHA, as their customers see them. Their echoes stay away. */
import {
	authorizeEvolution,
	evolutionAccount,
	type EvolutionServer,
	evolutionWebhooks,
	startEvolutionServer,
} from '../../../sandbox/fakes/channels/evolution-server';
import { signWaha, startWahaServer, wahaAccount, type WahaServer, wahaWebhooks } from '../../../sandbox/fakes/channels/waha-server';
import {
	signWhatsAppCloud,
	startWhatsAppCloudServer,
	whatsAppCloudAccount,
	type WhatsAppCloudServer,
	whatsAppCloudWebhooks,
} from '../../../sandbox/fakes/channels/whatsapp-cloud-server';
import type { Fields } from '../../../sandbox/fakes/fake-server';
import type { ChannelService } from '../../package/channels/channel-service';
import { deliver, pictureUrl, type ServedSide } from './provider-side';

/** Phones of customers, of other people than those of other sides. */
const createPhones = (area: number, count: number) => Array.from({ length: count }, (_, index) => `55${area}9${70_000_000 + index}`);
const toSeconds = (at = Date.now()) => Math.floor(at / 1_000);
const toBytes = (webhook: object) => Buffer.from(JSON.stringify(webhook));
const set = (settings: Record<string, string>) => Object.entries(settings).flatMap(([name, value]) => ['--set', `${name}=${value}`]);
/** Echoes do not come. */
const silent = { echo: () => Promise.resolve(0) };
let last = 0;

export async function cloudSide(service: ChannelService, count: number, options: string[]): Promise<ServedSide<WhatsAppCloudServer>> {
	const server = await startWhatsAppCloudServer();
	const { phoneNumberId, ...secrets } = whatsAppCloudAccount;
	await service.troupe(['credentials', 'add', 'cloud', '--type', 'whatsappCloud'], JSON.stringify(secrets));
	const path = await service.addChannel('cloud', [
		...['-p', 'whatsapp-cloud', '-c', 'cloud', ...set({ phoneNumberId, baseUrl: server.url })],
		...options,
	]);
	const post = (webhook: ReturnType<typeof whatsAppCloudWebhooks.text>, changes: Fields) => {
		Object.assign(webhook.entry[0]!.changes[0]!.value, changes);
		const headers = () => ({ 'x-hub-signature-256': signWhatsAppCloud(toBytes(webhook)) });
		return deliver(service, () => `${service.url}${path}`, webhook, headers);
	};
	return {
		...{ name: 'cloud', conversations: createPhones(31, count), canLookUp: false, server, ...silent },
		write(phone, text, { at, isPicture } = {}) {
			const about = { from: phone, from_user_id: `BR.${phone}`, timestamp: String(toSeconds(at)) };
			const image = { id: 'no-such-file', mime_type: 'image/jpeg', sha256: 'x' };
			const webhook = isPicture ? whatsAppCloudWebhooks.of('image', image, about) : whatsAppCloudWebhooks.text(text, about);
			return post(webhook, { contacts: [{ profile: { name: 'Maria' }, wa_id: phone, user_id: `BR.${phone}` }] });
		},
		writeAsPerson(phone, body) {
			const about = { from: '554499999999', from_user_id: undefined, to: phone };
			return post(whatsAppCloudWebhooks.echo(body), {
				message_echoes: [whatsAppCloudWebhooks.message({ type: 'text', text: { body } }, about)],
			});
		},
		replies: () =>
			server.sent
				.filter(({ body }) => body['type'] === 'text')
				.map(({ body }) => ({ conversation: body['to'] as string, text: (body['text'] as Fields)['body'] as string })),
		close: () => server.close(),
	};
}

export async function evolutionSide(service: ChannelService, count: number, options: string[]): Promise<ServedSide<EvolutionServer>> {
	const server = await startEvolutionServer();
	const { instance, ...secrets } = evolutionAccount;
	await service.troupe(['credentials', 'add', 'evolution', '--type', 'evolution'], JSON.stringify(secrets));
	const path = await service.addChannel('evolution', [
		...['-p', 'evolution', '-c', 'evolution', ...set({ instance, baseUrl: server.url })],
		...options,
	]);
	const post = (webhook: object) =>
		deliver(
			service,
			() => `${service.url}${path}`,
			webhook,
			() => authorizeEvolution(Date.now()),
		);
	const toJid = (phone: string) => ({ remoteJid: `${phone}@s.whatsapp.net` });
	return {
		...{ name: 'evolution', conversations: createPhones(41, count), canLookUp: true, server, ...silent },
		write(phone, text, { at, isPicture } = {}) {
			if (!isPicture) return post(evolutionWebhooks.text(text, toJid(phone), { messageTimestamp: toSeconds(at) }));
			return post(evolutionWebhooks.content({ imageMessage: { mimetype: 'image/jpeg', url: pictureUrl } }, toJid(phone)));
		},
		writeAsPerson: (phone, text) => post(evolutionWebhooks.text(text, { ...toJid(phone), fromMe: true })),
		replies: () =>
			server.sent
				.filter(({ path: action }) => action === 'sendText')
				.map(({ body }) => ({ conversation: /\d+/.exec(String(body['number']))![0], text: body['text'] as string })),
		close: () => server.close(),
	};
}

export async function wahaSide(service: ChannelService, count: number, options: string[]): Promise<ServedSide<WahaServer>> {
	const server = await startWahaServer();
	const { session, ...secrets } = wahaAccount;
	await service.troupe(['credentials', 'add', 'waha', '--type', 'waha'], JSON.stringify(secrets));
	const path = await service.addChannel('waha', ['-p', 'waha', '-c', 'waha', ...set({ session, baseUrl: server.url }), ...options]);
	const post = (webhook: object) =>
		deliver(
			service,
			() => `${service.url}${path}`,
			webhook,
			() => signWaha(toBytes(webhook), Date.now()),
		);
	const about = (phone: string, fromMe: boolean, at?: number) => ({
		...{ id: `${fromMe}_${phone}@c.us_3B${String(++last).padStart(18, '0')}`, timestamp: toSeconds(at), from: `${phone}@c.us`, fromMe },
	});
	return {
		...{ name: 'waha', conversations: createPhones(51, count), canLookUp: false, server, ...silent },
		write: (phone, text, { at, isPicture } = {}) =>
			post(isPicture ? wahaWebhooks.media('image/jpeg', about(phone, false, at)) : wahaWebhooks.text(text, about(phone, false, at))),
		writeAsPerson: (phone, text) => post(wahaWebhooks.text(text, { ...about(phone, true), to: null })),
		replies: () =>
			server.sent
				.filter(({ path: action }) => action === 'sendText')
				.map(({ body }) => ({ conversation: /\d+/.exec(String(body['chatId']))![0], text: body['text'] as string })),
		close: () => server.close(),
	};
}
