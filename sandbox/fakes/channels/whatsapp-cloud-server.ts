import { createHash, createHmac, randomBytes } from 'node:crypto';
import { type FakeCall, type FakeServer, type Fields, rawAnswer, type RawReply, startFakeServer } from '../fake-server';

export const whatsAppCloudAccount = {
	phoneNumberId: '106540352242922',
	accessToken: 'EAAJB-access',
	appSecret: 'app-secret-0123',
	verifyToken: 'verify-me',
};

export interface WhatsAppCloudServer extends FakeServer {
	readonly sent: Array<{ id: string; body: Fields }>;
	readonly read: string[];
	readonly files: Map<string, string | Uint8Array>;
}

type State = Pick<WhatsAppCloudServer, 'sent' | 'read' | 'files'> & { url: string };

export async function startWhatsAppCloudServer(account = whatsAppCloudAccount): Promise<WhatsAppCloudServer> {
	const state: State = { sent: [], read: [], files: new Map(), url: '' };
	const server = await startFakeServer((call, nextReply) => {
		if (call.headers.authorization !== `Bearer ${account.accessToken}`) return rawAnswer(refuse(401, 190, 'Invalid OAuth access token.'));
		return rawAnswer((nextReply() as RawReply | undefined) ?? answer(call, account.phoneNumberId, state));
	});
	state.url = server.url;
	return { ...server, ...state, url: server.url };
}

const refuse = (status: number, code: number, message: string): RawReply => ({
	status,
	body: { error: { message, type: 'OAuthException', code, fbtrace_id: 'A1b2' } },
});

function answer(call: FakeCall, number: string, state: State): RawReply {
	const [path = ''] = call.path.split('?');
	if (path === `/${number}` && call.method === 'GET') {
		return { status: 200, body: { display_phone_number: '+55 44 9999-9999', verified_name: 'Shop', quality_rating: 'GREEN', id: number } };
	}
	if (path === `/${number}/messages` && call.method === 'POST') return receive((call.body ?? {}) as Fields, state);
	if (path.startsWith('/files/'))
		return { status: 200, headers: { 'content-type': 'audio/ogg' }, body: state.files.get(path.slice(7)) ?? '' };
	const file = state.files.get(path.slice(1));
	if (file === undefined) {
		return refuse(400, 100, `Unsupported ${call.method.toLowerCase()} request. Object with ID '${path.slice(1)}' does not exist`);
	}
	const sha256 = createHash('sha256').update(file).digest('hex');
	return {
		status: 200,
		body: { url: `${state.url}/files${path}`, mime_type: 'audio/ogg', sha256, file_size: file.length, id: path.slice(1) },
	};
}

const types = new Set(['text', 'audio', 'image', 'video', 'document', 'reaction', 'template', 'location']);

function receive(body: Fields, { sent, read }: State): RawReply {
	if (body['messaging_product'] !== 'whatsapp') return refuse(400, 100, 'The parameter messaging_product is required.');
	if (body['status'] === 'read') {
		read.push(body['message_id'] as string);
		return { status: 200, body: { success: true } };
	}
	const to = (body['to'] ?? body['recipient']) as string | undefined;
	if (to === undefined) return refuse(400, 100, 'The parameter to is required.');
	const type = (body['type'] ?? 'text') as string;
	const part = body[type] as Fields | undefined;
	if (!types.has(type) || part === undefined) return refuse(400, 100, `(#100) Param type must be one of {${[...types].join(', ')}}`);
	if (type === 'text' && (typeof part['body'] !== 'string' || part['body'] === '' || part['body'].length > 4_096)) {
		return refuse(400, 100, "Invalid parameter: text['body'] must be 1 to 4096 characters long.");
	}
	const fault = findFault(type, part);
	if (fault) return fault;
	const id = `wamid.${randomBytes(18).toString('base64url')}`;
	sent.push({ id, body });
	return { status: 200, body: { messaging_product: 'whatsapp', contacts: [{ input: to, wa_id: to }], messages: [{ id }] } };
}

const templates: Readonly<Record<string, number>> = { 'order_shipped pt_BR': 2, 'hello_world en_US': 0 };

/** Immediate refusals of Meta: https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes. */
function findFault(type: string, part: Fields): RawReply | undefined {
	if (type === 'template') {
		const { code } = (part['language'] ?? {}) as Fields;
		const count = templates[`${part['name'] as string} ${code as string}`];
		if (count === undefined) return refuse(404, 132_001, '(#132001) Template name does not exist in the translation');
		const [body] = (part['components'] ?? []) as Array<{ type: string; parameters: Fields[] }>;
		const texts = body?.parameters ?? [];
		if (texts.length !== count) return refuse(400, 132_000, '(#132000) Number of parameters does not match the expected number of params');
		// https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages: no line breaks, tabs, or more than four spaces.
		const isWrong = texts.some(({ text }) => typeof text !== 'string' || /[\n\t]| {5}/.test(text));
		return isWrong ? refuse(400, 132_018, "(#132018) There's an issue with the parameters in your template") : undefined;
	}
	if (type === 'reaction') {
		const isRight = typeof part['message_id'] === 'string' && typeof part['emoji'] === 'string';
		return isRight ? undefined : refuse(400, 100, '(#100) Invalid parameter');
	}
	if (['audio', 'image', 'video', 'document'].includes(type)) {
		const isRight = part['id'] !== undefined || /^https?:\/\//.test(String(part['link']));
		return isRight ? undefined : refuse(400, 100, `(#100) Param ${type}['link'] is not a valid URI.`);
	}
	return undefined;
}

export const signWhatsAppCloud = (body: Uint8Array, secret = whatsAppCloudAccount.appSecret): string =>
	`sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

const metadata = { display_phone_number: '554499999999', phone_number_id: whatsAppCloudAccount.phoneNumberId };
const person = { profile: { name: 'Maria' }, wa_id: '5544988887777', user_id: 'BR.1502576394655843' };

const change = (value: Fields, field = 'messages') => ({
	object: 'whatsapp_business_account',
	entry: [{ id: '102290129340398', changes: [{ value: { messaging_product: 'whatsapp', metadata, ...value }, field }] }],
});

const inSeconds = () => String(Math.floor(Date.now() / 1_000));

const message = (content: Fields, changes: Fields = {}) => ({
	from: person.wa_id,
	from_user_id: person.user_id,
	id: `wamid.${randomBytes(12).toString('base64url')}`,
	timestamp: inSeconds(),
	...content,
	...changes,
});

export const whatsAppCloudWebhooks = {
	messages: (...messages: Fields[]) => change({ contacts: [person], messages }),
	text: (body: string, changes?: Fields) => change({ contacts: [person], messages: [message({ type: 'text', text: { body } }, changes)] }),
	of: (type: string, part: Fields, changes?: Fields) =>
		change({ contacts: [person], messages: [message({ type, [type]: part }, changes)] }),
	message,
	hidden: (body: string) => {
		const { wa_id: _phone, ...hidden } = person;
		return change({ contacts: [hidden], messages: [message({ type: 'text', text: { body } }, { from: undefined })] });
	},
	status: (id: string, status: string, changes: Fields = {}) =>
		change({ statuses: [{ id, status, timestamp: '1700000001', recipient_id: person.wa_id, ...changes }] }),
	echo: (body: string) =>
		change(
			{ message_echoes: [message({ type: 'text', text: { body }, to: person.wa_id }, { from: '554499999999', from_user_id: undefined })] },
			'smb_message_echoes',
		),
	ofOtherNumber: () =>
		change({ metadata: { ...metadata, phone_number_id: '1' }, messages: [message({ type: 'text', text: { body: 'x' } })] }),
};
