/** Gmail's API, as https://developers.google.com/workspace/gmail/api/reference/rest describes it. */
import type { OutsideAnswer, OutsideCall, OutsideService } from '../outside-world';
import { type Access, refuseCall } from './access';
import { googleProblem, googleRefusals } from './google-api';

export interface GmailMessage {
	id: string;
	labels: string[];
	from: string;
	to: string;
	subject: string;
	text: string;
}

export interface Mailbox {
	address: string;
	messages: GmailMessage[];
	drafts: GmailMessage[];
}

const scope = (name: string): string => `https://www.googleapis.com/auth/gmail.${name}`;
const everything = ['https://mail.google.com/', scope('modify')];
const neededScopes = {
	read: [scope('readonly'), ...everything],
	labels: [scope('readonly'), scope('labels'), ...everything],
	draft: [scope('compose'), ...everything],
	send: [scope('send'), scope('compose'), ...everything],
};

/** @param mailbox changed in place */
export function gmailService(mailbox: Mailbox, access: Access): OutsideService {
	return (call: OutsideCall) => {
		const { pathname, searchParams } = new URL(call.path, 'https://www.googleapis.com');
		const [, resource = ''] = /^\/gmail\/v1\/users\/me\/(.+)$/.exec(pathname) ?? [];
		const route = `${call.method} ${resource.replace(/^messages\/(?!send$).+$/, 'messages/{id}')}`;
		const routes: Record<string, { needed: string[]; answer: () => OutsideAnswer }> = {
			'GET messages': { needed: neededScopes.read, answer: () => list(mailbox, searchParams) },
			'GET messages/{id}': { needed: neededScopes.read, answer: () => get(mailbox, resource.slice('messages/'.length), searchParams) },
			'GET labels': { needed: neededScopes.labels, answer: () => ({ body: { labels: systemLabels } }) },
			'POST drafts': { needed: neededScopes.draft, answer: () => createDraft(mailbox, call.body) },
			'POST messages/send': { needed: neededScopes.send, answer: () => send(mailbox, call.body) },
		};
		const { needed, answer } = routes[route] ?? {
			needed: [],
			answer: () => googleProblem(404, 'Requested entity was not found.', 'notFound'),
		};
		return refuseCall(call, access, googleRefusals, needed) ?? answer();
	};
}

const systemLabels = ['INBOX', 'UNREAD', 'SENT', 'DRAFT'].map((id) => ({ id, name: id, type: 'system' }));

function list({ messages }: Mailbox, query: URLSearchParams): OutsideAnswer {
	const terms = (query.get('q') ?? '').split(/\s+/).filter(Boolean);
	const labels = query.getAll('labelIds');
	const found = messages.filter(
		(message) => labels.every((label) => message.labels.includes(label)) && terms.every((term) => fits(message, term)),
	);
	const page = found.slice(0, Number(query.get('maxResults') ?? 100)).map(({ id }) => ({ id, threadId: id }));
	// Without a match, Gmail leaves the list out.
	return { body: { ...(page.length > 0 && { messages: page }), resultSizeEstimate: found.length } };
}

/** Returns true if a message matches a term of a search: https://support.google.com/mail/answer/7190 */
function fits({ from, to, subject, text, labels }: GmailMessage, term: string): boolean {
	const [, operator = '', value = ''] = /^(\w+):(.+)$/.exec(term) ?? [];
	const contains = (field: string, part: string) => field.toLowerCase().includes(part.toLowerCase());
	if (operator === 'in' || operator === 'is') return labels.includes(value.toUpperCase());
	const field = { from, to, subject }[operator];
	return field === undefined ? contains(`${subject} ${text}`, term) : contains(field, value);
}

function get({ messages }: Mailbox, id: string, query: URLSearchParams): OutsideAnswer {
	if (!/^[0-9a-f]{16}$/.test(id)) return googleProblem(400, 'Invalid id value', 'invalidArgument');
	const message = messages.find((one) => one.id === id);
	if (!message) return googleProblem(404, 'Requested entity was not found.', 'notFound');
	const all = Object.entries({ From: message.from, To: message.to, Subject: message.subject });
	const wanted = query.getAll('metadataHeaders');
	const headers = all.filter(([name]) => wanted.length === 0 || wanted.includes(name)).map(([name, value]) => ({ name, value }));
	const { labels: labelIds, text: snippet } = message;
	return { body: { id, threadId: id, labelIds, snippet, sizeEstimate: snippet.length, payload: { mimeType: 'text/plain', headers } } };
}

function createDraft(mailbox: Mailbox, body: unknown): OutsideAnswer {
	const { message } = (body || {}) as { message?: { raw?: string } };
	const draft = readMail(message?.raw, mailbox, ['DRAFT']);
	if (!draft)
		return googleProblem(400, "'raw' RFC822 payload message string or uploading message via /upload/* URL required", 'invalidArgument');
	mailbox.drafts.push(draft);
	return { body: { id: `r${mailbox.drafts.length}`, message: { id: draft.id, threadId: draft.id, labelIds: draft.labels } } };
}

function send(mailbox: Mailbox, body: unknown): OutsideAnswer {
	const mail = readMail(((body || {}) as { raw?: string }).raw, mailbox, ['SENT']);
	if (!mail)
		return googleProblem(400, "'raw' RFC822 payload message string or uploading message via /upload/* URL required", 'invalidArgument');
	if (!/\S+@\S+\.\S+/.test(mail.to))
		return googleProblem(400, mail.to === '' ? 'Recipient address required' : 'Invalid To header', 'invalidArgument');
	mailbox.messages.push(mail);
	return { body: { id: mail.id, threadId: mail.id, labelIds: mail.labels } };
}

/** Reads a mail that is encoded in base64url; undefined for one that has no headers. */
function readMail(raw: string | undefined, { address, messages, drafts }: Mailbox, labels: string[]): GmailMessage | undefined {
	const [head = '', ...rest] = Buffer.from(raw ?? '', 'base64url')
		.toString()
		.split('\r\n\r\n');
	if (rest.length === 0) return undefined;
	const headers = new Map(
		head
			.replace(/\r\n[ \t]+/g, ' ')
			.split('\r\n')
			.map((line) => {
				const [name = '', ...value] = line.split(': ');
				return [name.toLowerCase(), value.join(': ')] as const;
			}),
	);
	const id = (0x1900000000000000n + BigInt(messages.length + drafts.length + 1)).toString(16);
	const text = decode(rest.join('\r\n\r\n'), headers.get('content-transfer-encoding')).trim();
	return { id, labels, from: address, to: headers.get('to') ?? '', subject: headers.get('subject') ?? '', text };
}

/** RFC 2045, 6.7 and 6.8. The parts of a mail stay as they are. */
function decode(body: string, encoding = ''): string {
	if (encoding.toLowerCase() === 'base64') return Buffer.from(body, 'base64').toString();
	const joined = body.replace(/=\r\n/g, '');
	if (encoding.toLowerCase() !== 'quoted-printable') return joined;
	const bytes = joined.replace(/=([0-9A-F]{2})/g, (_all, code: string) => String.fromCharCode(parseInt(code, 16)));
	return Buffer.from(bytes, 'latin1').toString();
}
