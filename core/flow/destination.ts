import type { ListedValue } from './list-values';
import { readDates } from './spellings';

const names = new Set(
	(
		'to cc bcc recipient payee payer beneficiary receiver destination account iban bic swift email mail phone mobile whatsapp address url uri link ' +
		'webhook channel user username handle participant attendee invitee guest contact assignee ' +
		'para destinatario favorecido beneficiario conta telefone celular endereco chave pix canal usuario convidado participante contato'
	).split(' '),
);
/** Words that name only the form of a destination: `recipient_id`. */
const forms = new Set(['id', 'ids', 'name', 'names', 'number', 'numbers', 'handle', 'nome', 'numero', 'list', 'lista']);
const selves = new Set(['me', 'self', 'myself', 'eu', 'mim', 'primary', 'default']);

const reference = /^\+?[a-z]{0,4}\d[\da-z]{7,33}$/i;
const fewestDigits = 8;
const uuid = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i;

/** True for destinations: by field name, or by the form of a web or mail address, phone number or account, or their token. */
export function isDestination({ name, value }: ListedValue): boolean {
	const written = value.trim();
	if (selves.has(written.toLowerCase())) return false;
	return (
		isNamed(name) ||
		isToken(written) ||
		isAddress({ name, value }) ||
		/^[^\s@]{1,64}@[^\s@]{1,255}\.[^\s@.]{2,63}$/.test(written) ||
		isReference(written)
	);
}

/** True for a fetchable address, by form or field name. */
export const isAddress = ({ name, value }: Pick<ListedValue, 'name' | 'value'>): boolean =>
	/^\s*(?:[a-z][a-z0-9+.-]{1,20}:\/\/|\/\/|www\.)/i.test(value) ||
	/(?:^|_|-)(?:ur[il]|link|href|website|domain|host(?:name)?)s?$|[a-z]Ur[il]$/i.test(name);

function isNamed(name: string): boolean {
	const words = name
		.normalize('NFD')
		.replaceAll(/\p{M}/gu, '')
		.replaceAll(/([a-z])([A-Z])/g, '$1 $2')
		.toLowerCase()
		.split(/[^\p{L}]+/u)
		.filter((word) => word !== '');
	const last = words.findLast((word, at) => at === 0 || !forms.has(word)) ?? '';
	return names.has(last) || names.has(last.replace(/e?s$/, '')) || names.has(last.replace(/s$/, ''));
}

const isToken = (written: string): boolean => /^\[[A-Z]{2,16}_\d{1,6}_[A-Z0-9]{4,12}\]$/i.test(written);

function isReference(written: string): boolean {
	const compact = written.replaceAll(/[\s.\-/()]+/g, '');
	const digits = compact.match(/\d/g)?.length ?? 0;
	return digits >= fewestDigits && reference.test(compact) && !isDate(written) && !uuid.test(written) && !/^\d+[.,]\d{1,2}$/.test(written);
}

const isDate = (written: string): boolean => readDates(written).length > 0 || /^\d{4}-\d{2}-\d{2}[ t]/i.test(written);
