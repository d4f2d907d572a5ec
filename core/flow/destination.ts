import type { ListedValue } from './list-values';
import { readDates } from './spellings';

const names = new Set(
	(
		'to cc bcc recipient payee payer beneficiary receiver destination account iban bic swift email mail phone mobile whatsapp address url uri link ' +
		'webhook channel user username handle participant attendee invitee guest contact assignee ' +
		'para destinatario favorecido beneficiario conta telefone celular endereco chave pix canal usuario convidado participante contato'
	).split(' '),
);
/** Says only in which form the destination is given: `recipient_id`. */
const forms = new Set(['id', 'ids', 'name', 'names', 'number', 'numbers', 'handle', 'nome', 'numero', 'list', 'lista']);
/** The caller itself. */
const selves = new Set(['me', 'self', 'myself', 'eu', 'mim', 'primary', 'default']);

const reference = /^\+?[a-z]{0,4}\d[\da-z]{7,33}$/i;
const fewestDigits = 8;
const uuid = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i;

/**
 * Returns whether a value says where something goes: by the name of its field, or because it has the form of an address of the web or of mail, of a phone
 * number or of an account, or stands for one.
 */
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

/** Returns whether a value is an address that a call could fetch, by its form or the name of its field. */
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

/** Stands for personal data: an address, an account, a document. */
const isToken = (written: string): boolean => /^\[[A-Z]{2,16}_\d{1,6}_[A-Z0-9]{4,12}\]$/i.test(written);

function isReference(written: string): boolean {
	const compact = written.replaceAll(/[\s.\-/()]+/g, '');
	const digits = compact.match(/\d/g)?.length ?? 0;
	return digits >= fewestDigits && reference.test(compact) && !isDate(written) && !uuid.test(written) && !/^\d+[.,]\d{1,2}$/.test(written);
}

const isDate = (written: string): boolean => readDates(written).length > 0 || /^\d{4}-\d{2}-\d{2}[ t]/i.test(written);
