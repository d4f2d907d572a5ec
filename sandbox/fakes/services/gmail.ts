/** Gmail's API for sending, as https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.messages/send describes it. */
import type { OutsideAnswer, OutsideCall, OutsideService } from '../outside-world';

export const gmailToken = 'ya29.stand-in';

export interface SentMail {
	id: string;
	to: string;
	/** Headers and bodies, their transfer encodings undone. */
	text: string;
}

const refused = (status: number, message: string): OutsideAnswer => ({ status, body: { error: { code: status, message } } });

/** @param sent receives what is sent */
export function gmailService(sent: SentMail[]): OutsideService {
	return ({ method, path, headers, body }: OutsideCall) => {
		if (headers.authorization !== `Bearer ${gmailToken}`) return refused(401, 'Request had invalid authentication credentials.');
		if (method !== 'POST' || path.split('?')[0] !== '/gmail/v1/users/me/messages/send')
			return refused(404, 'Requested entity was not found.');
		const { raw } = body as { raw?: unknown };
		if (typeof raw !== 'string' || !/^[\w-]+=*$/.test(raw))
			return refused(400, "'raw' RFC822 payload message string or uploading message is required");
		const message = Buffer.from(raw, 'base64url').toString();
		const to = /^To: (.+)$/im.exec(message)?.[1]?.trim();
		if (to === undefined) return refused(400, 'Recipient address required');
		const mail = { id: `m${sent.length + 1}`, to, text: decodeParts(message) };
		sent.push(mail);
		return { body: { id: mail.id, threadId: `t${sent.length}`, labelIds: ['SENT'] } };
	};
}

/** RFC 2045, 6.7 and 6.8. */
function decodeParts(message: string): string {
	if (/^Content-Transfer-Encoding: quoted-printable/im.test(message)) {
		const joined = message.replace(/=\r?\n/g, '');
		return joined.replace(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16)));
	}
	return message.replace(
		/(Content-Transfer-Encoding: base64\r?\n(?:.+\r?\n)*\r?\n)([\w+/=\r\n]+)/gi,
		(_all, head: string, text: string) => {
			return head + Buffer.from(text, 'base64').toString();
		},
	);
}
