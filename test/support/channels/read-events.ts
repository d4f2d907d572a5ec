import type { ChannelEvent } from '../../../core/ports/channels/channel-events';
import type { StoredRequest } from '../../../core/ports/channels/channel';
import { readChatwoot } from '../../../providers/channels/chatwoot/read-chatwoot';
import { chatwootMessage } from './documented-kinds/chatwoot';
import { evolutionMessage } from './documented-kinds/evolution-body';
import { telegramMessage } from './documented-kinds/telegram';
import { wahaMessage } from './documented-kinds/waha';
import { webhookMessage } from './documented-kinds/webhook';
import { cloudChange } from './documented-kinds/whatsapp-cloud';
import { zApiMessage } from './documented-kinds/z-api';
import { readEvolution } from '../../../providers/channels/evolution/read-evolution';
import { readTelegram } from '../../../providers/channels/telegram/read-telegram';
import { readWaha } from '../../../providers/channels/waha/read-waha';
import { readWhatsAppCloud } from '../../../providers/channels/whatsapp-cloud/read-whatsapp-cloud';
import { readWebhook } from '../../../providers/channels/webhook/read-webhook';
import { readZApi } from '../../../providers/channels/z-api/read-z-api';

/** Bodies as each provider sends them, read as events. */
const receivedAt = 1_700_000_000_000;
export const pn = '5544988040029';
/** Reads the first event of a body. */
export const read = (reader: (request: StoredRequest) => ChannelEvent[], body: object): ChannelEvent =>
	reader({ stored: JSON.stringify(body), receivedAt })[0]!;

export const zApi = (fields: object) => read(readZApi, zApiMessage(fields));
export const evolution = (message: object, key?: object) => read(readEvolution, evolutionMessage(message, key));
export const waha = (payload: object, event?: string) => read(readWaha, wahaMessage(payload, event));
export const cloud = (message: object, list = 'messages', number = '1') =>
	read((request) => readWhatsAppCloud(request, number), {
		...cloudChange(list === 'messages' ? list : 'smb_message_echoes', {
			metadata: { phone_number_id: '1' },
			[list]: [{ from: pn, to: pn, id: 'wamid.9', ...message }],
		}),
	});
export const telegram = (message: object, kind?: string) => read(readTelegram, telegramMessage(message, kind));
export const chatwoot = (fields: object) =>
	read((request) => readChatwoot(request, { inboxId: '5', source: 'chat.example/1' }), chatwootMessage(fields));
export const webhook = (fields: object) => read((request) => readWebhook(request, 's'), webhookMessage(fields));

export const press = (message: object, data: object = { data: 'b' }) =>
	telegram({ id: 'q', message: { message_id: 5, chat: { id: 7, type: 'private' }, ...message }, ...data }, 'callback_query');
export const vote = (fields: object, event = 'poll.vote') =>
	read(readWaha, {
		event,
		payload: { vote: { id: `false_${pn}@c.us_V1`, fromMe: false, ...fields }, poll: { id: `true_${pn}@c.us_P1`, fromMe: true } },
	});
export const say = (event: ChannelEvent) =>
	event.kind === 'message' ? event.content.map((part) => (part.kind === 'text' ? part.text : part.kind)).join('\n') : event.kind;
export const cannot = (kind: string) => `[a message of a kind that cannot be read: ${kind}]`;
