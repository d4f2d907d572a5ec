/** Register of people's data requests, with their times. */
import * as Type from 'typebox/type';
import { fromIso, toZonedMinute } from '../../../core/base/iso-time';
import { closed, optional, orNull } from '../../../core/base/shape';
import { answeredKinds, type ContactRequest, dataRequestKinds } from '../../../core/ports/channels/contact-rights';
import { requestLaws } from '../../../core/base/privacy/privacy-laws';
import { requestStates } from '../../../core/privacy/request-times';
import { string, time } from '../../../manifests/registry/api/answer-fields';
import { cursor, limit, reason, text } from '../../../manifests/registry/api/fields';
import { openChannels } from '../../../providers/compose/channels/open-channels';
import { decodePlace, toPage } from '../../http/page';
import { moment, readTime } from '../../http/read-time';
import { describeRequest, openTenantCalendar, type TenantCalendar } from '../../privacy/request-calendar';
import { requireReason } from '../../privacy/require-reason';
import { contact, find, invalid, scope } from '../contacts/contacts';
import { timeZone } from '../conversations/read-day';
import { operation, type OperationContext } from '../operation';

const [tag, path] = ['privacy', 'privacy/requests'] as const;
const protocol = text(30);
const usualLimit = 50;

const day = Type.String({ description: 'A day such as 2026-12-14, of the time zone of the tenant', pattern: '^\\d{4}-\\d\\d-\\d\\d$' });
const request = {
	protocol: string,
	kind: Type.Enum([...dataRequestKinds]),
	contact: orNull(string),
	channel: orNull(string),
	conversation: orNull(string),
	at: time,
	by: string,
	state: Type.Enum([...requestStates], { description: '`in-force`: a restriction that nobody has lifted' }),
	dueOn: orNull(Type.String({ description: 'The last day for the answer, in the time zone of the tenant; null for restrictions' })),
	isLate: Type.Boolean({ description: 'It has no answer although its last day has passed, or got it later' }),
	extendedAt: orNull(time),
	extensionReason: orNull(string),
	settledAt: orNull(time),
	settledBy: orNull(string),
	outcome: orNull(Type.String({ description: 'What was done, or why it was refused' })),
};
const ofTenant = {
	timeZone,
	law: Type.Enum([...requestLaws], { description: 'That of the country of the tenant, whose times count; the shorter ones elsewhere' }),
};
const answer = Type.Object({ ...request, ...ofTenant });

export const listDataRequests = operation({
	summary: 'List what people demanded about their data, with the last day for the answer, the newest first',
	tag,
	method: 'GET',
	path,
	scope,
	input: {
		query: closed(
			optional({
				limit: limit(1_000),
				state: Type.Enum(['open', 'all'], { description: 'Default `open`: what waits for an answer, and restrictions in force.' }),
				cursor,
			}),
		),
	},
	output: Type.Object({ items: Type.Array(Type.Object(request)), ...ofTenant, ...optional({ cursor: string }) }),
	async perform({ limit: max = usualLimit, state = 'open', cursor: after }, { host }) {
		const { rights } = await openChannels(host);
		const before = decodePlace<[number, string]>(after, 0, '');
		const filter = { kinds: dataRequestKinds, ...(state === 'open' && { isOpen: true as const }), ...(before && { before }) };
		const listed = await rights.list(host.tenant, filter, max + 1);
		const { items, ...more } = toPage(listed, max, (one) => [one.at, one.protocol]);
		const calendar = await openTenantCalendar(host);
		const { law, timeZone: zone } = calendar;
		return { items: items.map((one) => describeRequest(one, calendar)), law, timeZone: zone, ...more };
	},
});

export const showDataRequest = operation({
	summary: 'Show a request about data',
	tag,
	method: 'GET',
	path: `${path}/:protocol`,
	scope,
	input: { params: closed({ protocol }) },
	output: answer,
	/** @throws TroupeError INPUT_INVALID for an unknown one */
	perform: async ({ protocol: named }, { host }) => describe(await findRequest(toProtocol(named), host), host),
});

export const noteDataRequest = operation({
	summary: 'Note a request about data that came another way than by a channel, such as by mail',
	tag,
	method: 'POST',
	path,
	scope,
	input: {
		body: closed({
			person: contact,
			kind: Type.Enum([...answeredKinds]),
			...optional({ at: Type.String({ ...moment, description: 'When it came: its time counts from there. Default: now' }) }),
		}),
	},
	output: Type.Object({
		...request,
		...ofTenant,
		isNew: Type.Boolean({
			description:
				'False: one of this kind is open already, and is answered here. If it came later than `at`, its time counts from there now',
		}),
		dueBefore: orNull(Type.String({ description: 'The last day that it had until now, if `at` moved it; null otherwise' })),
	}),
	/** @throws TroupeError RESOURCE_NOT_FOUND, and INPUT_INVALID for a future or too old time */
	async perform({ person, kind, at: written }, { host, by }) {
		const { contacts, rights } = await openChannels(host);
		const { id } = await find(contacts, host.tenant, person);
		const calendar = await openTenantCalendar(host);
		const { now } = calendar;
		const time = written === undefined ? now : readTime('at', written);
		const at = written?.length === dayLength ? calendar.startOf(written) : time;
		requireRecent(at, written ?? '', calendar);
		const [open] = await rights.list(host.tenant, { kinds: [kind], contact: id, isOpen: true }, 1);
		const { dueOn } = open ? calendar.describe(open) : { dueOn: null };
		const noted = await rights.request(host.tenant, id, { kind, by, at });
		if (noted === undefined) throw invalid(`The contact ${id} was forgotten meanwhile.`, 'See `troupe contacts list`.');
		const described = await describe(await findRequest(noted.protocol, host), host);
		return { ...described, isNew: noted.isNew, dueBefore: described.dueOn === dueOn ? null : dueOn };
	},
});

const dayLength = '2026-12-14'.length;
const dayMs = 86_400_000;
const maxAgeMs = 366 * dayMs;

function requireRecent(at: number, written: string, { now, timeZone: zone }: TenantCalendar): void {
	const toDay = (time: number) => toZonedMinute(time, zone).slice(0, dayLength);
	if (at > now)
		throw invalid(
			`The request cannot have come at ${written}, which is in the future.`,
			`Write the day on which it came, at most ${toDay(now)}.`,
		);
	if (at < now - maxAgeMs)
		throw invalid(
			`The request came at ${written}, which is more than a year ago.`,
			`The register takes days from ${toDay(now - maxAgeMs + dayMs)} on. Answer an older request outside of it.`,
		);
}

/** Writes a day as `30/12/2026` for the register; undefined for another text. */
function toDayOfYear(written: string): string | undefined {
	const [, day, month, year] = /^(\d\d?)[/.-](\d\d?)[/.-](\d{4})$/.exec(written.trim()) ?? [];
	const read = year === undefined ? undefined : `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`;
	return read === undefined || fromIso(read) === undefined ? undefined : read;
}

export const extendDataRequest = operation({
	summary: 'Give a request about data more time, once, with the reason (GDPR art. 12(3))',
	tag,
	method: 'POST',
	path: `${path}/:protocol/extend`,
	scope,
	input: { params: closed({ protocol }), body: closed({ reason, ...optional({ until: day }) }) },
	output: answer,
	/** @throws TroupeError INPUT_INVALID for one that is not open, was extended before, or is late, and for a day outside the law */
	async perform({ protocol: written, reason: why, until }, { host, by }) {
		requireReason(why);
		const named = toProtocol(written);
		const found = await findRequest(named, host);
		const calendar = await openTenantCalendar(host);
		const { state, isLate } = calendar.describe(found);
		if (state !== 'open') throw invalid(`The request ${named} is ${state}: only one that is open can be extended.`, see);
		if (isLate)
			throw invalid(`The last day of the request ${named} has passed: it cannot be extended.`, 'Answer it, or refuse it with the reason.');
		const { after, last } = calendar.findExtension(found);
		const to = until ?? last;
		if (to.length !== dayLength || fromIso(to) === undefined)
			throw invalid(`${JSON.stringify(to.slice(0, 40))} is not a day.`, `Write it as ${toDayOfYear(to) ?? last}.`);
		if (to <= after || to > last)
			throw invalid(`A request can be extended to a day after ${after}, at most to ${last}.`, 'Leave the day out for the last one.');
		const { rights } = await openChannels(host);
		const isExtended = await rights.extend(host.tenant, named, { by, reason: why, dueAt: calendar.endOf(to) });
		if (!isExtended) throw invalid(`The request ${named} was settled or extended meanwhile.`, see);
		return describe(await findRequest(named, host), host);
	},
});

export const refuseDataRequest = operation({
	summary: 'Refuse a request about data, with the reason',
	tag,
	method: 'POST',
	path: `${path}/:protocol/refuse`,
	scope,
	input: { params: closed({ protocol }), body: closed({ reason }) },
	output: answer,
	/** @throws TroupeError INPUT_INVALID for an unknown or settled request */
	perform: async ({ protocol: named, reason: why }, context) => settle(toProtocol(named), { outcome: why, isRefused: true }, context),
});

export const settleDataRequest = operation({
	summary: 'Note what was done about a request about data',
	tag,
	method: 'POST',
	path: `${path}/:protocol/done`,
	scope,
	input: { params: closed({ protocol }), body: closed({ outcome: reason }) },
	output: answer,
	/** @throws TroupeError INPUT_INVALID for an unknown or settled request */
	perform: async ({ protocol: named, outcome }, context) => settle(toProtocol(named), { outcome, isRefused: false }, context),
});

const see = 'See `troupe privacy requests --all`.';
/** People copy protocols by hand, also in small letters: protocols use capitals only. */
const toProtocol = (written: string): string => written.trim().toUpperCase();
type Host = OperationContext['host'];

async function settle(named: string, { outcome, isRefused }: { outcome: string; isRefused: boolean }, { host, by }: OperationContext) {
	requireReason(outcome);
	const { rights } = await openChannels(host);
	const open = await rights.find(host.tenant, named);
	const dueAt = open && (await openTenantCalendar(host)).describe(open).dueAt;
	if (await rights.settle(host.tenant, named, { by, outcome, isRefused, ...(dueAt !== undefined && { dueAt }) }))
		return describe(await findRequest(named, host), host);
	const found = await findRequest(named, host);
	if (found.kind === 'restriction' && found.settledAt === null)
		throw invalid(
			`${named} is a restriction in force, which no answer ends.`,
			'End it: troupe privacy restrict CONTACT --lift --reason TEXT.',
		);
	throw invalid(`No request about data ${JSON.stringify(named)} waits for an answer.`, see);
}

async function findRequest(named: string, host: Host): Promise<ContactRequest> {
	const { rights } = await openChannels(host);
	const found = await rights.find(host.tenant, named);
	if (found && (dataRequestKinds as readonly string[]).includes(found.kind)) return found;
	throw invalid(`The tenant has no request about data ${JSON.stringify(named)}.`, see);
}

async function describe(found: ContactRequest, host: Host) {
	const calendar = await openTenantCalendar(host);
	return { ...describeRequest(found, calendar), law: calendar.law, timeZone: calendar.timeZone };
}
