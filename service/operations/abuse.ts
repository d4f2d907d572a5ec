import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { TroupeError } from '../../core/base/errors';
import { toIso } from '../../core/base/iso-time';
import { closed, optional, orNull } from '../../core/base/shape';
import type { StoredLift, StoredStanding } from '../../core/ports/abuse';
import type { Grant } from '../../manifests/registry/access/access-claims';
import { string, time } from '../../manifests/registry/api/answer-fields';
import { cursor, limit, text } from '../../manifests/registry/api/fields';
import { composeAbuseStore } from '../../providers/compose/guardrails/abuse';
import { decodePlace, toPage } from '../http/page';
import { operation, type OperationContext, type OperationHost } from './operation';
import { person, toActor } from './to-actor';

type Context = OperationContext<OperationHost & { grant?: Grant }>;

const tag = 'guardrails';
const contact = Type.String({ description: 'A keyed hash of its id' });
const query = closed(optional({ limit: limit(1_000), cursor }));
type Query = Static<typeof query>;

const openStore = async (host: OperationHost) => (await composeAbuseStore(host))!;

const describeStanding = ({ contact: hash, standing: { violations, blockedUntil } }: StoredStanding) => ({
	contact: hash,
	violations: violations.map(toIso),
	blockedUntil: blockedUntil === undefined ? null : toIso(blockedUntil),
});
export type DescribedStanding = ReturnType<typeof describeStanding>;

const describeLift = ({ id: _, at, ...lift }: StoredLift) => ({ ...lift, at: toIso(at) });
export type DescribedLift = ReturnType<typeof describeLift>;

export const listAbuse = operation({
	summary: 'List the contacts who broke guardrails again and again, the latest first',
	tag,
	method: 'GET',
	path: 'guardrails/abuse',
	scope: 'guardrail:read',
	input: { query },
	output: Type.Object({
		items: Type.Array(
			Type.Object({
				contact,
				violations: Type.Array(time, { description: 'When its messages broke one: at most the last hundred' }),
				blockedUntil: orNull(time),
			}),
		),
		cursor: Type.Optional(string),
	}),
	async perform({ limit: max = 100, cursor: from }: Query, { host }: Context) {
		const place = decodePlace(from, 0, '');
		const read = await (await openStore(host)).list(max + 1, place && { changedAt: place[0], contact: place[1] });
		const { items, ...more } = toPage(read, max, (standing) => [standing.changedAt, standing.contact]);
		return { items: items.map(describeStanding), ...more };
	},
});

export const listAbuseLifts = operation({
	summary: 'List who lifted limits of contacts, the latest first',
	tag,
	method: 'GET',
	path: 'guardrails/abuse/lifts',
	scope: 'guardrail:read',
	input: { query },
	output: Type.Object({ items: Type.Array(Type.Object({ contact, at: time, by: string })), cursor: Type.Optional(string) }),
	async perform({ limit: max = 100, cursor: from }: Query, { host }: Context) {
		const place = decodePlace(from, 0, '');
		const read = await (await openStore(host)).listLifts(max + 1, place && { at: place[0], id: place[1] });
		const { items, ...more } = toPage(read, max, ({ at, id }) => [at, id]);
		return { items: items.map(describeLift), ...more };
	},
});

/** A contact's id is personal data: it is in the body. */
export const liftAbuse = operation({
	act: ({ contact }) => ({ action: 'abuse.lifted', person: contact }),
	summary: 'End the limits of a contact, and forget what counted',
	tag,
	method: 'POST',
	path: 'guardrails/abuse/lift',
	scope: 'channel:manage',
	input: {
		body: closed({ contact: { ...text(300), description: 'Its id, or the hash that the list has' }, as: person }),
	},
	output: Type.Object({ lifted: Type.Boolean() }),
	/** @throws TroupeError RESOURCE_NOT_FOUND */
	async perform({ contact: named, as }: { contact: string; as?: string }, context: Context) {
		if (await (await openStore(context.host)).lift(named, toActor(as, context))) return { lifted: true };
		throw new TroupeError({
			code: 'RESOURCE_NOT_FOUND',
			message: 'This contact has no limit.',
			fix: `Pass the id of a contact, or a hash of the list of contacts with limits.${context.host.grant ? '' : ' Pass --tenant for another tenant.'}`,
		});
	},
});
