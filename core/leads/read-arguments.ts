import type { Language } from '../base/text/languages';
import type { Temperature } from '../ports/crm';
import type { LeadBudget, LeadCompany, LeadFields } from '../ports/leads';
import { normalizeCnpj } from '../crm/normalize-cnpj';
import { readEmail, readPhone, readState } from './normalize-lead';

type Expected = Record<Language, string>;

/** The message names the argument, never its value. */
export class LeadValueError extends Error {
	readonly #field: string;
	readonly #expected: Expected;

	constructor(field: string, expected: Expected) {
		super(`${field} is not ${expected.en}`);
		this.#field = field;
		this.#expected = expected;
	}

	tell(language: Language): string {
		const told: Expected = {
			en: `Nothing was stored: ${this.message}.`,
			pt: `Nada foi guardado: ${this.#field} não é ${this.#expected.pt}.`,
		};
		return told[language];
	}
}

type Arguments = Record<string, unknown>;

/** Personal data is restored after the schema was checked, so it is checked here. @throws LeadValueError */
export async function readFields(input: Arguments): Promise<Partial<LeadFields>> {
	const { name, phone, email, city, state, temperature, summary } = input;
	return {
		...(name !== undefined && { name: readText('name', name, 200) }),
		...(phone !== undefined && { phone: must(await readPhone(toText(phone)), 'phone', phoneExpected) }),
		...(email !== undefined && { email: must(readEmail(toText(email)), 'email', emailExpected) }),
		...(city !== undefined && { city: readText('city', city, 200) }),
		...(state !== undefined && { state: must(readState(toText(state)), 'state', stateExpected) }),
		...(temperature !== undefined && { temperature: temperature as Temperature }),
		...(summary !== undefined && { summary: readText('summary', summary, 8_000) }),
	};
}

const phoneExpected: Expected = {
	en: 'a phone number: for Brazil with its area, for other countries with + and the code',
	pt: 'um telefone: do Brasil, com o DDD; de outros países, com + e o código do país',
};
const emailExpected: Expected = { en: 'an e-mail address', pt: 'um endereço de e-mail' };
const stateExpected: Expected = {
	en: 'one of the 27 Brazilian states, in two letters',
	pt: 'um dos 27 estados brasileiros, pela sigla de duas letras',
};
const cnpjExpected: Expected = {
	en: 'a CNPJ: 14 characters of which the last two check the others',
	pt: 'um CNPJ: são 14 caracteres, e os dois últimos conferem os outros',
};
const dealExpected: Expected = { en: 'the number of an opportunity', pt: 'o número de uma oportunidade' };

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
		cnpj: must(normalizeCnpj(toText(cnpj)), 'cnpj', cnpjExpected),
		name: readText('name', name, 200),
		city: city === undefined ? null : readText('city', city, 200),
		state: state === undefined ? null : must(readState(toText(state)), 'state', stateExpected),
	};
}

/** @throws LeadValueError */
export function readDeal({ deal }: Arguments): number {
	return must(Number.isSafeInteger(deal) ? (deal as number) : undefined, 'deal', dealExpected);
}

function readText(name: string, value: unknown, maxLength: number): string {
	const text = toText(value).trim();
	// Characters as PostgreSQL counts them.
	return must(text !== '' && [...text].length <= maxLength ? text : undefined, name, {
		en: `a text of 1 to ${maxLength} characters`,
		pt: `um texto de 1 a ${maxLength} caracteres`,
	});
}

const toText = (value: unknown): string => (typeof value === 'string' ? value : '');

function must<Value>(value: Value | undefined, name: string, expected: Expected): Value {
	if (value === undefined) throw new LeadValueError(name, expected);
	return value;
}
