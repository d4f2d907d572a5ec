import { foldAccents } from '../words/terms';
import { normalizePhone } from '../conversations/contacts/normalize-alias';

const maxEmailLength = 254;

/**
 * Returns E.164, or undefined. A Brazilian number can lack the country code, and a mobile one its ninth digit. @param value as people write it: `(44)
 * 99999-9999`, `044 9999-9999`, `+55 44 99999 9999`, `+1 415 555 2671`, `0033 6 12 34 56 78`, `33612345678`
 */
export async function readPhone(value: string): Promise<string | undefined> {
	const { parsePhoneNumberFromString } = await import('libphonenumber-js/max');
	const written = value.trim();
	const complete = withNinthDigit(written);
	const number = parsePhoneNumberFromString(complete, 'BR');
	if (number?.isValid()) return number.ext ? undefined : normalizePhone(number.number);
	const abroad = parsePhoneNumberFromString(`+${foreign.exec(written)?.[1]?.replace(/[\s().-]/g, '')}`);
	return abroad?.isValid() && isReachable(abroad.getType()) ? normalizePhone(abroad.number) : undefined;
}

/** A foreign number, with its code after 00, or in digits alone, as in WhatsApp. */
const foreign = /^(?=00|\d+$)(?:00)?([1-9][\d\s().-]{9,20})$/;
/** Few mistyped numbers are a mobile of another country. */
const isReachable = (type: string | undefined): boolean => type === 'MOBILE' || type === 'FIXED_LINE_OR_MOBILE';

/** Adds the country code, and to a mobile number its ninth digit. */
function withNinthDigit(written: string): string {
	const digits = written.replace(/[\s().-]/g, '');
	const [, area, local] = /^(?:\+?55|0)?([1-9][1-9])([2-9]\d{7,8})$/.exec(digits) ?? [];
	return area === undefined ? written : (normalizePhone(`55${area}${local}`) ?? written);
}

/** In lower case; undefined for other texts. */
export function readEmail(value: string): string | undefined {
	const address = value.trim().toLowerCase();
	return address.length <= maxEmailLength && /^[^@\s]+@[^@\s]+\.[^@\s.]+$/.test(address) ? address : undefined;
}

/** Two capitals, from these or the state's name; undefined for others. */
export function readState(value: string): string | undefined {
	const written = foldAccents(value.trim().toLowerCase());
	return states.find(([code, name]) => code.toLowerCase() === written || name === written)?.[0];
}

const states = (
	'AC acre,AL alagoas,AM amazonas,AP amapa,BA bahia,CE ceara,DF distrito federal,ES espirito santo,GO goias,MA maranhao,MG minas gerais,' +
	'MS mato grosso do sul,MT mato grosso,PA para,PB paraiba,PE pernambuco,PI piaui,PR parana,RJ rio de janeiro,RN rio grande do norte,' +
	'RO rondonia,RR roraima,RS rio grande do sul,SC santa catarina,SE sergipe,SP sao paulo,TO tocantins'
)
	.split(',')
	.map((state): [code: string, name: string] => [state.slice(0, 2), state.slice(3)]);
