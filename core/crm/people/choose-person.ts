import type { Doubt, DoubtReason, PersonKey, StoredPerson } from '../../ports/crm';
import { compareNames, isFullName, isName } from './compare-names';
import { plain } from '../../base/text/plain-text';
import { isWithoutArea, parsePhone } from '../../conversations/contacts/parse-phone';
import { isSharedMailbox } from './shared-mailbox';

export interface ChosenPerson {
	person?: StoredPerson;
	/** Others that may be the person. */
	doubts: Doubt[];
	/** What would be doubts if the person had not been found. */
	weaker?: Doubt[];
}

/** Contacts in one form. */
interface Contacts {
	emails: string[];
	phones: string[];
}

/**
 * Finds a person among those whom a CRM has, oldest first: by the code of the lead, by a number or an address of their own and a name that does not contradict; by a shared one
 * only with the same full name and no other contact against it. Anything less is a doubt, never a person.
 * @param ofCompany numbers and addresses of the company
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

/** Whether a record is what creating the person would have written: one of ours whose answer did not come. */
export function isAsCreated(wanted: PersonKey, person: StoredPerson): boolean {
	const [own, stored] = [readContacts(wanted), readContacts(person)];
	const isSameList = (one: string[], other: string[]) => one.length === other.length && one.every((each) => other.includes(each));
	const hasContacts = isSameList(own.emails, stored.emails) && isSameList(own.phones, stored.phones);
	return hasContacts && plain(wanted.name) === plain(person.name) && person.companyId === wanted.companyId;
}

function judge(wanted: PersonKey, person: StoredPerson, isShared: (contact: string) => boolean): 'same' | DoubtReason | undefined {
	const [own, stored] = [readContacts(wanted), readContacts(person)];
	const common = [...own.phones.filter((one) => stored.phones.includes(one)), ...own.emails.filter((one) => stored.emails.includes(one))];
	const name = compareNames(wanted.name, person.name);
	if (common.some((one) => !isShared(one))) return name === 'other' ? 'other-name' : 'same';
	if (name === 'other') return undefined;
	const isNamed = name === 'equal' && isFullName(wanted.name);
	const hasOthers = differ(own.phones, stored.phones, isShared) || differ(own.emails, stored.emails, isShared);
	const isReached = common.length > 0 || person.phones.some((one) => own.phones.some((phone) => isWithoutArea(one, phone)));
	if (isReached) return isNamed && !hasOthers ? 'same' : 'shared-contact';
	// Many are called by the same first name.
	const isCalledSo = isNamed || (!hasOthers && isName(wanted.name) && isName(person.name));
	return isCalledSo && wanted.companyId !== undefined ? 'same-name' : undefined;
}

/** Whether both have contacts of their own, and none of them in common. */
function differ(one: string[], other: string[], isShared: (contact: string) => boolean): boolean {
	const [first, second] = [one.filter((each) => !isShared(each)), other.filter((each) => !isShared(each))];
	return first.length > 0 && second.length > 0 && !first.some((each) => second.includes(each));
}

/** A number or an address is shared if it is that of a department or the company, or that of two people whose names fit. */
function findShared(all: Contacts[], ofCompany: Contacts): (contact: string) => boolean {
	const counts = new Map<string, number>();
	for (const { emails, phones } of all) for (const one of new Set([...emails, ...phones])) counts.set(one, (counts.get(one) ?? 0) + 1);
	const ofAll = new Set([...ofCompany.emails, ...ofCompany.phones]);
	return (one) => ofAll.has(one) || (counts.get(one) ?? 0) > 1 || (one.includes('@') && isSharedMailbox(one));
}

const readContacts = ({ email, phone, emails = [], phones = [] }: Partial<StoredPerson>): Contacts =>
	toContacts({ emails: [email ?? [], emails].flat(), phones: [phone ?? [], phones].flat() });

/** Numbers without an area stay out. */
const toContacts = ({ emails, phones }: Contacts): Contacts => ({
	emails: [...new Set(emails.map(plain))].filter(Boolean),
	phones: [...new Set(phones.flatMap((phone) => parsePhone(phone) ?? []))].filter((phone) => phone.length > 10),
});
