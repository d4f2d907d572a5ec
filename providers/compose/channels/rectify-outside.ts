import { listDesks } from '../../../core/channels/forget-at-desks';
import { type ReachedOutside, reachOutside } from '../../../core/channels/reach-outside';
import { normalizeEmail } from '../../../core/conversations/contacts/normalize-alias';
import { parsePhone } from '../../../core/conversations/contacts/parse-phone';
import type { CorrectedPerson, RectifiedInCrm } from '../../../core/crm/rectify-person';
import { rectifyPerson } from '../../../core/crm/rectify-person';
import type { Contact, Correction } from '../../../core/ports/channels/contacts';
import { openLeadStores } from '../agents/lead-stores';
import type { CredentialHost } from '../credentials/credentials';
import { actInCrms, describeOthers } from '../crm/each-crm';
import type { WantedPerson } from '../crm/each-crm';
import type { Host } from '../hosts/host';
import { listNames } from './forget-outside';
import { openChannels } from './open-channels';

async function rectifyInCrms(
	{ names, ...wanted }: WantedPerson & { names: ReadonlyArray<string | null> },
	corrected: CorrectedPerson,
	host: CredentialHost,
	done: ReachedOutside,
	signal: AbortSignal,
): Promise<void> {
	await actInCrms(
		wanted,
		'recall',
		async (person, crm, until) => {
			const rectified = await rectifyPerson({ names, ...person }, corrected, crm, until);
			return { isKnown: rectified.people.length > 0, left: describeLeft(rectified) };
		},
		{ host, done, signal },
	);
}

const several = { email: 'several e-mail addresses', phone: 'several numbers' };

const describeLeft = ({ left, ...others }: RectifiedInCrm): string[] => [
	...left.map(({ id, field }) => `has ${several[field]} of the person ${id}: correct the wrong one there`),
	...describeOthers(others),
];

type Place = Host & { tenant: string; stateFolder: string };

/**
 * Corrects a contact in CRMs and in lead stores of agents. Idempotent: a repetition corrects the rest. @param names old and new names of the contact
 * @returns also where the data cannot be corrected from here @throws the reason of the signal
 */
export async function rectifyOutside(
	contact: Contact,
	names: ReadonlyArray<string | null>,
	correction: Correction,
	host: Place,
	signal: AbortSignal,
): Promise<ReachedOutside> {
	const done: ReachedOutside = { reached: [], notReached: [] };
	const own = await listNames(contact, host);
	const corrected = toCorrected(correction);
	if (Object.keys(corrected).length > 0) {
		const phones = own.phones.flatMap((phone) => parsePhone(phone) ?? []);
		await rectifyInCrms({ names, phones, leads: [...own.people, ...own.conversations] }, corrected, host, done, signal);
		await rectifyLeads(own.leads, corrected, host, done, signal);
		await tellDesks(contact, host, done, signal);
	}
	if (correction.company !== undefined) done.notReached.push({ stores: ['companies of CRMs'], where: ofCompany });
	if ((correction.remove ?? []).length > 0) done.notReached.push({ stores: ['CRMs and leads'], where: ofRemoved });
	return done;
}

const ofCompany = 'are records that several people share: change the company of the person there';
const ofRemoved = 'can have the number or address that was removed here: look there';

function toCorrected({ name, email, phone }: Correction): CorrectedPerson {
	const address = email === undefined ? undefined : normalizeEmail(email);
	const number = phone === undefined ? undefined : parsePhone(phone);
	return { ...(name !== undefined && { name: name.trim() }), ...(address && { email: address }), ...(number && { phone: number }) };
}

async function rectifyLeads(
	names: readonly string[],
	corrected: CorrectedPerson,
	host: Host,
	done: ReachedOutside,
	signal: AbortSignal,
): Promise<void> {
	const { stores, unread } = await openLeadStores(host);
	for (const { agent, reason } of unread) done.notReached.push({ stores: [`leads of the agent ${agent}`], where: reason });
	for (const { name, store } of stores)
		await reachOutside(name, done, signal, async (until) => {
			let isKnown = false;
			for (const each of names) {
				if ((await store.findLead(each, until)) === undefined) continue;
				await store.saveLead(each, corrected, until);
				isKnown = true;
			}
			return isKnown;
		});
}

async function tellDesks(contact: Contact, host: Place, done: ReachedOutside, signal: AbortSignal): Promise<void> {
	const { contacts, directory } = await openChannels(host);
	const people = await contacts.listParts(host.tenant, contact.id);
	const conversations = await contacts.listConversations(host.tenant, people);
	for (const desk of await listDesks(directory, host.tenant, conversations, done, signal))
		done.notReached.push({ stores: [`desk ${desk}`], where: 'can have the contact as it was: change it there' });
}
