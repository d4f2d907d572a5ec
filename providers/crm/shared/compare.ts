import type { PersonFields, PersonKey } from '../../../core/ports/crm';

/** A text without accents, case and doubled spaces, for comparison; anything else as an empty one. */
export const plain = (value: unknown): string =>
	typeof value === 'string' ? value.normalize('NFD').replace(/\p{M}/gu, '').replace(/\s+/g, ' ').trim().toLowerCase() : '';

/** The end of a phone number: CRMs store it with and without the country, and with and without the ninth digit. */
const compared = 8;

/** Whether two phone numbers are likely to be one line of a person whose name is known to be the same. */
export function isSamePhone(one: string | undefined, other: string | undefined): boolean {
	const [first, second] = [one, other].map((value) => (value ?? '').replace(/\D/g, '').slice(-compared));
	return first!.length === compared && first === second;
}

/** Whether a record is the person of a key: within their company, one of name, e-mail address and phone number; otherwise the name and one of the two. */
export function isSamePerson(one: Partial<PersonFields>, { name, email, phone, companyId }: PersonKey): boolean {
	const isReached = (email !== undefined && plain(one.email) === plain(email)) || isSamePhone(one.phone, phone);
	const isNamed = plain(one.name) === plain(name);
	return companyId === undefined ? isReached && isNamed : isReached || isNamed;
}

/** Letters and digits of a CNPJ in capitals, however it is written. */
export const cnpjCharacters = (value: unknown): string => (typeof value === 'string' ? value.toUpperCase().replace(/[^\dA-Z]/g, '') : '');

/** A text that is not empty. */
export const text = (value: unknown): string | undefined => (typeof value === 'string' && value.trim() !== '' ? value : undefined);

/** Leaves out what is undefined. */
export const present = <Fields extends object>(fields: Fields): { [Name in keyof Fields]: NonNullable<Fields[Name]> } =>
	Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
