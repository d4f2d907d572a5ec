import type { LeadBudget, LeadCompany, LeadFields, LeadTemperature } from '../ports';
import { normalizeCnpj } from '../crm/normalize-cnpj';
import { readEmail, readPhone, readState } from './normalize-lead';

/** An argument that is not what it should be. The message names it, and never repeats its value. */
export class LeadValueError extends Error {}

type Arguments = Record<string, unknown>;

/** Reads what is given. Personal data is restored in arguments after their schema was checked, so they are checked here. @throws LeadValueError */
export async function readFields(input: Arguments): Promise<Partial<LeadFields>> {
	const { name, phone, email, city, state, temperature, summary } = input;
	return {
		...(name !== undefined && { name: readText('name', name, 200) }),
		...(phone !== undefined && { phone: must(await readPhone(toText(phone)), 'phone', phoneExpected) }),
		...(email !== undefined && { email: must(readEmail(toText(email)), 'email', 'an e-mail address') }),
		...(city !== undefined && { city: readText('city', city, 200) }),
		...(state !== undefined && { state: must(readState(toText(state)), 'state', stateExpected) }),
		...(temperature !== undefined && { temperature: temperature as LeadTemperature }),
		...(summary !== undefined && { summary: readText('summary', summary, 8_000) }),
	};
}

const phoneExpected = 'a phone number: for Brazil with its area, for other countries with + and the code';
const stateExpected = 'one of the 27 Brazilian states, in two letters';

/** @throws LeadValueError */
export function readBudget({ product, quantity, need }: Arguments): Omit<LeadBudget, 'id' | 'leadId'> {
	return {
		product: readText('product', product, 200),
		quantity: typeof quantity === 'number' ? quantity : null,
		need: need === undefined ? null : readText('need', need, 4_000),
	};
}

/** @throws LeadValueError */
export function readCompany({ cnpj, name, city, state }: Arguments): Omit<LeadCompany, 'id'> {
	return {
		cnpj: must(normalizeCnpj(toText(cnpj)), 'cnpj', 'a CNPJ: 14 characters of which the last two check the others'),
		name: readText('name', name, 200),
		city: city === undefined ? null : readText('city', city, 200),
		state: state === undefined ? null : must(readState(toText(state)), 'state', stateExpected),
	};
}

/** @throws LeadValueError */
export function readDeal({ deal }: Arguments): number {
	return must(Number.isSafeInteger(deal) ? (deal as number) : undefined, 'deal', 'the number of an opportunity');
}

function readText(name: string, value: unknown, maxLength: number): string {
	const text = toText(value).trim();
	// Characters as PostgreSQL counts them.
	return must(text !== '' && [...text].length <= maxLength ? text : undefined, name, `a text of 1 to ${maxLength} characters`);
}

const toText = (value: unknown): string => (typeof value === 'string' ? value : '');

function must<Value>(value: Value | undefined, name: string, expected: string): Value {
	if (value === undefined) throw new LeadValueError(`${name} is not ${expected}`);
	return value;
}
