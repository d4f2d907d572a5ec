import type { Doubt, DoubtReason, PersonKey, StoredPerson } from '../../ports/crm';
import { compareNames, isFullName, isName } from './compare-names';
import { plain } from '../../base/text/plain-text';
import { isWithoutArea, parsePhone } from '../../conversations/contacts/parse-phone';
import { isSharedMailbox } from './shared-mailbox';

export interface ChosenPerson {
	person?: StoredPerson;
	doubts: Doubt[];
	weaker?: Doubt[];
}

interface Contacts {
	emails: string[];
	phones: string[];
}

/**
 * Finds a person in a CRM's list, oldest first: by the lead's code, or by an own number or address with a compatible name; by a shared one only with
 * the same full name and no contradicting contact. Anything less is a doubt. @param ofCompany numbers and addresses of the company
 */
export function choosePerson(wanted: PersonKey, people: readonly StoredPerson[], ofCompany: Contacts): ChosenPerson {
	const own = people.find(({ externalCode }) => externalCode !== undefined && externalCode === wanted.externalCode);
	if (own) return { person: own, doubts: [] };
	const likely = people.filter(({ name }) => compareNames(wanted.name, name) !== 'other');
	const isShared = findShared(likely.map(readContacts), toContacts(ofCompany));
	const fitting: StoredPerson[] = [];
	const doubts: Doubt[] = [];
	for (const person of people) {
		const judged = judge(wanted, person, isShared);
		if (judged === 'same') fitting.push(person);
		else if (judged) doubts.push({ kind: 'person', id: person.id, because: judged });
	}
	const [person, ...others] = fitting;
	const also = others.map(({ id }): Doubt => ({ kind: 'person', id, because: 'also-fits' }));
	return { ...(person && { person }), ...(person ? { doubts: also, weaker: doubts } : { doubts }) };
}

/** Recognises our own record whose creation was never confirmed. */
export function isAsCreated(wanted: PersonKey, person: StoredPerson): boolean {
	const own = readContacts(wanted);
	const stored = readContacts(person);
	const isSameList = (one: string[], other: string[]) => one.length === other.length && one.every((each) => other.includes(each));
	const hasContacts = isSameList(own.emails, stored.emails) && isSameList(own.phones, stored.phones);
	return hasContacts && plain(wanted.name) === plain(person.name) && person.companyId === wanted.companyId;
}

function judge(wanted: PersonKey, person: StoredPerson, isShared: (contact: string) => boolean): 'same' | DoubtReason | undefined {
	const own = readContacts(wanted);
	const stored = readContacts(person);
	const common = [...own.phones.filter((one) => stored.phones.includes(one)), ...own.emails.filter((one) => stored.emails.includes(one))];
	const name = compareNames(wanted.name, person.name);
	if (common.some((one) => !isShared(one))) return name === 'other' ? 'other-name' : 'same';
	if (name === 'other') return undefined;
	const isNamed = name === 'equal' && isFullName(wanted.name);
	const hasOthers = differ(own.phones, stored.phones, isShared) || differ(own.emails, stored.emails, isShared);
	const isReached = common.length > 0 || person.phones.some((one) => own.phones.some((phone) => isWithoutArea(one, phone)));
	if (isReached) return isNamed && !hasOthers ? 'same' : 'shared-contact';
	// First names are common.
	const isCalledSo = isNamed || (!hasOthers && isName(wanted.name) && isName(person.name));
	return isCalledSo && wanted.companyId !== undefined ? 'same-name' : undefined;
}

function differ(one: string[], other: string[], isShared: (contact: string) => boolean): boolean {
	const first = one.filter((each) => !isShared(each));
	const second = other.filter((each) => !isShared(each));
	return first.length > 0 && second.length > 0 && !first.some((each) => second.includes(each));
}

/** A contact is shared if it belongs to a department, the company, or two people with compatible names. */
function findShared(all: Contacts[], ofCompany: Contacts): (contact: string) => boolean {
	const counts = new Map<string, number>();
	for (const { emails, phones } of all) for (const one of new Set([...emails, ...phones])) counts.set(one, (counts.get(one) ?? 0) + 1);
	const ofAll = new Set([...ofCompany.emails, ...ofCompany.phones]);
	return (one) => ofAll.has(one) || (counts.get(one) ?? 0) > 1 || (one.includes('@') && isSharedMailbox(one));
}

const readContacts = ({ email, phone, emails = [], phones = [] }: Partial<StoredPerson>): Contacts =>
	toContacts({ emails: [email ?? [], emails].flat(), phones: [phone ?? [], phones].flat() });

const toContacts = ({ emails, phones }: Contacts): Contacts => ({
	emails: [...new Set(emails.map(plain))].filter(Boolean),
	phones: [...new Set(phones.flatMap((phone) => parsePhone(phone) ?? []))].filter((phone) => phone.length > 10),
});
