import { createHash } from 'node:crypto';
import * as Type from 'typebox/type';
import { toIso } from '../../../core/base/iso-time';
import { closed, optional, orNull } from '../../../core/base/shape';
import { findNear } from '../../../core/base/text/near-text';
import { consentWays, type ContactConsent, legalBases, purposeForm, usualPurposes } from '../../../core/ports/channels/contact-consents';
import type { ContactRights } from '../../../core/ports/channels/contact-rights';
import { systemClock } from '../../../core/ports/host';
import { string, time } from '../../../manifests/registry/api/answer-fields';
import { cursor, limit, reason, text } from '../../../manifests/registry/api/fields';
import { openChannels } from '../../../providers/compose/channels/open-channels';
import { decodePlace, toPage } from '../../http/page';
import { contact, find, invalid, scope, tag } from './contacts';
import { isDay, readDay, readMoment, readTimeZone, timeZone } from '../conversations/read-day';
import { operation, type OperationHost } from '../operation';

const purpose = Type.String({
	description: 'A name of your own, such as service, follow-up, marketing or profiling.',
	pattern: purposeForm,
	maxLength: 40,
});
const basis = Type.Enum([...legalBases], { description: 'By LGPD art. 7 and GDPR art. 6.' });
const way = Type.Enum([...consentWays], { description: 'How it was given or withdrawn.' });
const described = (maxLength: number, description: string) => Type.String({ ...text(maxLength), description });
const reference = described(500, 'Where it can be looked up: the id of a message, the address of a form, the number of a document.');
const at = described(40, 'When: a day of the time zone of the tenant, or a time with its zone, in ISO 8601. Default: now.');

const fields = {
	id: string,
	purpose: string,
	act: Type.Enum(['granted', 'withdrawn']),
	basis: orNull(string),
	at: time,
	recordedAt: time,
	by: string,
	way: string,
	reference: orNull(string),
	textVersion: orNull(string),
	textHash: orNull(string),
	until: orNull(time),
	reason: orNull(string),
	isInForce: Type.Boolean({ description: 'What is done for the purpose has this basis now.' }),
	endedBy: orNull(Type.String({ description: 'The protocol of the opt-out that ended it.' })),
};

export const describeConsent = <Times extends Pick<ContactConsent, 'at' | 'recordedAt' | 'until'>>({
	at: given,
	recordedAt,
	until,
	...consent
}: Times) => ({
	...consent,
	at: toIso(given),
	recordedAt: toIso(recordedAt),
	until: toIso(until),
});
export type DescribedConsent = ReturnType<typeof describeConsent<ContactConsent>>;

export const listConsents = operation({
	summary: 'List the consents and other legal bases of a contact, the newest first',
	tag,
	method: 'POST',
	path: 'contacts/consents/find',
	scope,
	input: { body: closed({ contact, ...optional({ limit: limit(1_000), cursor }) }) },
	output: Type.Object({ contact: string, items: Type.Array(Type.Object(fields)), timeZone, ...optional({ cursor: string }) }),
	/** @throws TroupeError RESOURCE_NOT_FOUND */
	async perform({ contact: typed, limit: max = 100, cursor: after }, { host }) {
		const before = decodePlace<[number, string]>(after, 0, '');
		const { contacts, rights } = await openChannels(host);
		const { id } = await find(contacts, host.tenant, typed);
		const { items, ...more } = toPage(await rights.listConsents(host.tenant, id, max + 1, before), max, (one) => [one.at, one.id]);
		return { contact: id, items: items.map((one) => describeConsent(one)), timeZone: await readTimeZone(host), ...more };
	},
});

const similar = {
	similarPurpose: orNull(
		Type.String({ description: 'Nothing was recorded for this purpose before, and it is nearly this one: it can be mistyped.' }),
	),
};

async function findSimilar(written: string, rights: ContactRights, tenant: string): Promise<string | null> {
	const known = await rights.listPurposes(tenant);
	return known.includes(written) ? null : (findNear(written, [...known, ...usualPurposes]) ?? null);
}

const proof = {
	reference,
	at,
	text: described(20_000, 'The text that was shown; its SHA-256 is stored, and not the text.'),
	textVersion: described(100, 'A name or version of that text.'),
	until: described(40, 'When it ends by itself, written as `at`. Default: never.'),
};

export const grantConsent = operation({
	summary: 'Record a consent of a contact, or another legal basis, for a purpose',
	tag,
	method: 'POST',
	path: 'contacts/consents',
	scope,
	input: { body: closed({ contact, purpose, basis, way, ...optional(proof) }) },
	output: Type.Object({
		contact: string,
		id: string,
		isInForce: Type.Boolean({ description: 'False: a later withdrawal or opt-out is known, or it has ended.' }),
		isOptedOut: Type.Boolean({ description: 'Nothing is sent to the contact all the same.' }),
		...similar,
	}),
	/** @throws TroupeError RESOURCE_NOT_FOUND, and INPUT_INVALID for an invalid time */
	async perform({ contact: typed, at: given, until: end, text: shown, ...consent }, { host, by }) {
		const { contacts, rights } = await openChannels(host);
		const { id: whom } = await find(contacts, host.tenant, typed);
		const now = (host.clock ?? systemClock).now();
		const givenAt = await readPast(given, 'from', host);
		const until = end === undefined ? undefined : await readMoment('until', end, host);
		if (until !== undefined && until <= (givenAt ?? now)) throw invalid('It ends before it was given.', 'Name an end after it.');
		const similarPurpose = await findSimilar(consent.purpose, rights, host.tenant);
		const granted = await rights.grantConsent(host.tenant, whom, {
			...consent,
			by,
			...(givenAt !== undefined && { at: givenAt }),
			...(until !== undefined && { until }),
			...(shown !== undefined && { textHash: createHash('sha256').update(shown).digest('hex') }),
		});
		if (granted === undefined) throw gone(whom);
		return { contact: whom, ...granted, similarPurpose, isOptedOut: await rights.isOptedOut(host.tenant, whom) };
	},
});

export const withdrawConsent = operation({
	summary: 'Withdraw the consent of a contact, or another legal basis, for a purpose',
	tag,
	method: 'POST',
	path: 'contacts/consents/withdraw',
	scope,
	input: { body: closed({ contact, purpose, way, reason, ...optional({ reference, at }) }) },
	output: Type.Object({
		contact: string,
		id: string,
		wasInForce: Type.Boolean({ description: 'False: there was none; that the contact does not want it is stored all the same.' }),
		isInForce: Type.Boolean({ description: 'True: one that was given after this withdrawal is in force still.' }),
		...similar,
	}),
	/** @throws TroupeError RESOURCE_NOT_FOUND, and INPUT_INVALID for an invalid time */
	async perform({ contact: typed, at: given, ...withdrawal }, { host, by }) {
		const { contacts, rights } = await openChannels(host);
		const { id: whom } = await find(contacts, host.tenant, typed);
		const withdrawnAt = await readPast(given, 'to', host);
		const similarPurpose = await findSimilar(withdrawal.purpose, rights, host.tenant);
		const withdrawn = await rights.withdrawConsent(host.tenant, whom, {
			...withdrawal,
			by,
			...(withdrawnAt !== undefined && { at: withdrawnAt }),
		});
		if (withdrawn === undefined) throw gone(whom);
		return { contact: whom, ...withdrawn, similarPurpose };
	},
});

/** Other systems' clocks can be a little ahead. */
const maxAheadMs = 60_000;

/**
 * A given day means its first moment, a withdrawn day its last, which wins over the same morning. @throws TroupeError INPUT_INVALID for an invalid or
 * future time: it would outlast a later withdrawal
 */
async function readPast(given: string | undefined, end: 'from' | 'to', host: OperationHost): Promise<number | undefined> {
	if (given === undefined) return undefined;
	const now = (host.clock ?? systemClock).now();
	const begun = await readMoment('at', given, host);
	if (begun < 0) throw invalid('"at" is before 1970.', 'Write the day or time at which it was given or withdrawn.');
	if (begun > now + maxAheadMs)
		throw invalid('It cannot be given or withdrawn in the future.', 'Leave "at" out, or name a time before now.');
	return Math.min(end === 'to' && isDay(given) ? (await readDay(given, host)).to - 1 : begun, now);
}

const gone = (whom: string) => invalid(`The contact ${whom} was forgotten or merged meanwhile.`, 'Look it up again: troupe contacts show.');
