import { createHash } from 'node:crypto';
import { TroupeError } from '../base/errors';
import { fromIso } from '../base/iso-time';
import { type CrmCity, type Temperature, temperatures } from '../ports/crm';
import type { Lead, LeadRequest } from './lead';
import { normalizeCnpj } from './normalize-cnpj';
import { parsePhone } from '../conversations/contacts/parse-phone';

const maxIdLength = 100;
const maxTextLength = 500;
const maxLongTextLength = 10_000;
const maxEntries = 50;

const fieldNames = ['id', 'company', 'person', 'deal', 'knownDeal', 'requests', 'details', 'summary', 'priceException'];

type Fields = Record<string, unknown>;

/**
 * Reads a lead and normalises CNPJ, phone numbers and e-mail addresses. Empty and null count as missing. @throws TroupeError INPUT_INVALID, without
 * the value
 */
export function parseLead(value: unknown): Lead {
	const lead = readFields('lead', value, fieldNames);
	const id = readText('lead.id', lead['id'], maxIdLength);
	if (id === undefined) throw invalid('lead.id', 'is missing', 'Give each lead an id that never changes, such as that of its conversation');
	const details = readEntries('lead.details', lead['details']);
	return clean({
		id,
		company: readCompany(lead['company']),
		person: readPerson(lead['person']),
		deal: readDeal(lead['deal']),
		details: details ?? {},
		summary: readText('lead.summary', lead['summary'], maxLongTextLength),
		requests: readRequests(lead['requests']),
		knownDeal: readDealId(lead['knownDeal']),
		priceException: readPrice(lead['priceException']),
	});
}

function readCompany(value: unknown): Lead['company'] {
	if (!isThere(value)) return undefined;
	const place = 'lead.company';
	const names = ['name', 'cnpj', 'legalName', 'email', 'phone', 'website', 'city', 'custom'];
	const fields = readFields(place, value, names);
	const cnpj = readCnpj(`${place}.cnpj`, fields['cnpj']);
	const name = readText(`${place}.name`, fields['name']) ?? readText(`${place}.legalName`, fields['legalName']) ?? cnpj;
	if (name === undefined) return undefined;
	return clean({
		name,
		cnpj,
		legalName: readText(`${place}.legalName`, fields['legalName']),
		...readContacts(place, fields),
		website: readText(`${place}.website`, fields['website']),
		custom: readEntries(`${place}.custom`, fields['custom']),
	});
}

function readPerson(value: unknown): Lead['person'] {
	if (!isThere(value)) return undefined;
	const place = 'lead.person';
	const fields = readFields(place, value, ['name', 'email', 'phone', 'jobTitle', 'city', 'custom']);
	const contacts = readContacts(place, fields);
	const name = readText(`${place}.name`, fields['name']) ?? contacts.email ?? contacts.phone;
	if (name === undefined) return undefined;
	return clean({
		name,
		...contacts,
		jobTitle: readText(`${place}.jobTitle`, fields['jobTitle']),
		custom: readEntries(`${place}.custom`, fields['custom']),
	});
}

function readDeal(value: unknown): Lead['deal'] {
	const place = 'lead.deal';
	const fields = isThere(value) ? readFields(place, value, ['title', 'value', 'temperature', 'custom']) : {};
	return clean({
		title: readText(`${place}.title`, fields['title']),
		custom: readEntries(`${place}.custom`, fields['custom']),
		value: readAmount(`${place}.value`, fields['value']),
		temperature: readTemperature(`${place}.temperature`, fields['temperature']),
	});
}

/** @throws TroupeError INPUT_INVALID */
export function readCnpj(place: string, value: unknown): string | undefined {
	const written = readText(place, value);
	if (written === undefined) return undefined;
	const cnpj = normalizeCnpj(written);
	if (cnpj !== undefined) return cnpj;
	throw invalid(place, 'is not a CNPJ: its check digits do not fit', 'Ask for the number again, or leave it out');
}

function readContacts(place: string, fields: Fields): { email?: string; phone?: string; city?: CrmCity } {
	return {
		email: readEmail(`${place}.email`, fields['email']),
		phone: readPhone(`${place}.phone`, fields['phone']),
		city: readCity(`${place}.city`, fields['city']),
	};
}

function readEmail(place: string, value: unknown): string | undefined {
	const email = readText(place, value)?.toLowerCase();
	if (email === undefined || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) return email;
	throw invalid(place, 'is not an e-mail address', 'Correct it, or leave it out');
}

function readPhone(place: string, value: unknown): string | undefined {
	const written = readText(place, value);
	if (written === undefined) return undefined;
	const phone = parsePhone(written);
	if (phone !== undefined) return phone;
	throw invalid(place, 'is not a phone number', 'Write it with country and area code: +5541999998888');
}

/** `{name, state}` or `Curitiba/PR`. */
function readCity(place: string, value: unknown): CrmCity | undefined {
	if (!isThere(value)) return undefined;
	const [, cityName, cityState] = (typeof value === 'string' && /^(.{1,100})[/,-]\s*([A-Za-z]{2})\s*$/.exec(value)) || [];
	const fields = cityName
		? { name: cityName, state: cityState }
		: typeof value === 'string'
			? {}
			: readFields(place, value, ['name', 'state']);
	const name = readText(`${place}.name`, fields['name']);
	const state = readText(`${place}.state`, fields['state'])?.toUpperCase();
	if (name !== undefined && state !== undefined && /^[A-Z]{2}$/.test(state)) return { name, state };
	throw invalid(place, 'is not a city with its state', 'Write {name: "Curitiba", state: "PR"} or "Curitiba/PR", or leave it out');
}

function readAmount(place: string, value: unknown): number | undefined {
	if (!isThere(value)) return undefined;
	const amount = typeof value === 'string' ? Number(value) : value;
	if (typeof amount === 'number' && Number.isFinite(amount) && amount >= 0) return amount;
	throw invalid(place, 'is not an amount', 'Write a number without a currency, such as 1500.5');
}

function readTemperature(place: string, value: unknown): Temperature | undefined {
	const text = readText(place, value)?.toLowerCase();
	const known = temperatures.find((one) => one === text);
	if (text === undefined || known !== undefined) return known;
	throw invalid(place, 'is unknown', `Use one of ${temperatures.join(', ')}`);
}

function readPrice(value: unknown): Lead['priceException'] {
	if (!isThere(value)) return undefined;
	const place = 'lead.priceException';
	const fields = readFields(place, value, ['answer', 'reason']);
	const answer = readText(`${place}.answer`, fields['answer'], maxLongTextLength);
	if (answer === undefined) throw invalid(`${place}.answer`, 'is missing', 'Set it to the text that the lead got');
	return clean({ answer, reason: readText(`${place}.reason`, fields['reason']) });
}

function readEntries(place: string, value: unknown): Record<string, string> | undefined {
	if (!isThere(value)) return undefined;
	const entries = Object.entries(readFields(place, value)).flatMap(([name, one]) => {
		const text = readText(`${place}.${name.slice(0, 60)}`, one, maxLongTextLength);
		return text === undefined ? [] : [[name, text] as const];
	});
	if (entries.length > maxEntries) throw invalid(place, `has more than ${maxEntries} entries`, 'Leave out what is not needed');
	return Object.fromEntries(entries);
}

function readRequests(value: unknown): Lead['requests'] {
	if (!isThere(value)) return undefined;
	const place = 'lead.requests';
	if (!Array.isArray(value)) throw invalid(place, 'is not a list', 'Write [{product: "PH-60", quantity: 2}]');
	if (value.length > maxEntries) throw invalid(place, `has more than ${maxEntries} entries`, 'Leave out the oldest');
	return value.map((one, index) => readRequest(`${place}[${index}]`, one));
}

function readRequest(place: string, value: unknown): LeadRequest {
	const fields = readFields(place, value, ['id', 'product', 'quantity', 'need', 'at']);
	const product = readText(`${place}.product`, fields['product']);
	if (product === undefined) throw invalid(`${place}.product`, 'is missing', 'Name what the lead wants');
	const request = {
		product,
		quantity: readAmount(`${place}.quantity`, fields['quantity']),
		need: readText(`${place}.need`, fields['need'], maxLongTextLength),
	};
	const id = readText(`${place}.id`, fields['id'], maxIdLength) ?? nameRequest(request);
	return clean({ id, ...request, at: readTime(`${place}.at`, fields['at']) });
}

const nameRequest = (request: object) => createHash('sha256').update(JSON.stringify(request)).digest('base64url').slice(0, 22);

function readTime(place: string, value: unknown): number | undefined {
	const text = readText(place, value);
	if (text === undefined) return undefined;
	const time = fromIso(text);
	if (time !== undefined) return time;
	throw invalid(place, 'is not a time with its time zone', 'Write it as ISO 8601: 2026-11-29T13:00:00Z');
}

function readDealId(value: unknown): string | undefined {
	const id = readText('lead.knownDeal', value, maxIdLength);
	if (id === undefined || /^[\w-]+$/.test(id)) return id;
	throw invalid('lead.knownDeal', 'is not an id of a CRM', 'Write digits, letters, hyphens and underscores only');
}

const isThere = (value: unknown): boolean => value !== undefined && value !== null && value !== '';

/** @throws TroupeError INPUT_INVALID for anything but an object, and for unknown names */
function readFields(place: string, value: unknown, names?: string[]): Fields {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid(place, 'is not an object', 'Write {name: value}');
	const unknown = names && Object.keys(value).find((name) => !names.includes(name));
	if (unknown === undefined) return value as Fields;
	throw invalid(place, `has an unknown field "${unknown.slice(0, 60)}"`, `Use these: ${names!.join(', ')}`);
}

export function readText(place: string, value: unknown, maxLength = maxTextLength): string | undefined {
	if (!isThere(value)) return undefined;
	const text = (typeof value === 'number' || typeof value === 'boolean' ? String(value) : value) as string;
	if (typeof text !== 'string') throw invalid(place, 'is not a text', 'Write a text');
	if (text.length > maxLength) throw invalid(place, `is longer than ${maxLength} characters`, 'Shorten it');
	return text.trim() || undefined;
}

const invalid = (place: string, problem: string, fix: string) =>
	new TroupeError({ code: 'INPUT_INVALID', message: `The value of ${place} ${problem}.`, fix: `${fix}.`, details: { place } });

const clean = <Value extends object>(value: Value): Value =>
	Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Value;
