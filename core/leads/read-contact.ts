import { normalizePhone } from '../conversations/contacts/normalize-alias';
import { readPhone } from './normalize-lead';

/** With or without the ninth digit, as WhatsApp providers name people. */
const brazilianDigits = /^55[1-9]{2}[2-9]\d{7,8}$/;
const jid = /@(?:c\.us|s\.whatsapp\.net)$/;

/**
 * A phone number has one stored form, with or without the ninth digit. Other names stay: digits alone can be another id. @param person the
 * host's name: a contact of a channel, a phone number, a WhatsApp id
 */
export async function readContact(person: string): Promise<{ contact: string; phone: string | undefined }> {
	const isPhone = person.startsWith('+') || jid.test(person) || brazilianDigits.test(person);
	const normal = isPhone ? normalizePhone(person) : undefined;
	const phone = normal === undefined ? undefined : await readPhone(normal);
	return { contact: phone ?? person, phone };
}
