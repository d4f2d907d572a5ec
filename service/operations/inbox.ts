import * as Type from 'typebox/type';
import { toIso } from '../../core/base/iso-time';
import { closed, optional, orNull } from '../../core/base/shape';
import { integer, string, texts, time } from '../../manifests/registry/api/answer-fields';
import { cursor, limit } from '../../manifests/registry/api/fields';
import { decodePlace, toPage } from '../http/page';
import { dueFilters, type InboxHost, type InboxItem, inboxKinds } from '../inbox/inbox-item';
import { comparePlaces, isDueWithin, placeOfItem, readInbox, readNow } from '../inbox/read-inbox';
import { operation, type OperationContext } from './operation';

const kind = Type.Enum([...inboxKinds]);
const item = Type.Object({
	kind,
	id: Type.String({ description: 'Unique within its kind' }),
	title: Type.String({ description: 'Such as a tool, the name of a task or a plan, an agent with its version' }),
	subject: orNull(string),
	agent: orNull(string),
	process: orNull(string),
	requestedBy: orNull(string),
	since: time,
	due: orNull(time),
	isLate: Type.Boolean(),
	whenDue: orNull(Type.String({ description: 'What becomes of it when it is late: `end`, `decline`, `approve`, `escalate`' })),
	link: Type.String({ description: 'Where the console shows it, below the address of the service' }),
});

export const listInbox = operation({
	summary: 'List all that waits for a person, what is due first at the top',
	tag: 'inbox',
	method: 'GET',
	path: 'inbox',
	scope: 'any',
	input: {
		query: closed(
			optional({
				kind,
				due: Type.Enum([...dueFilters], { description: 'Only what is late, or will be within a day or a week' }),
				limit: limit(200),
				cursor,
			}),
		),
	},
	output: Type.Object({
		items: Type.Array(item),
		total: Type.Integer({ description: 'How many fit the filters, on all pages' }),
		counts: Type.Array(Type.Object({ kind, count: integer, isMore: Type.Boolean() }), {
			description: 'Of each kind that the caller acts on, without filters; `isMore`: there are more, which follow once some are decided',
		}),
		omitted: Type.Array(Type.Object({ kinds: texts, code: string, message: string }), {
			description: 'Kinds that could not be read, and why',
		}),
		cursor: Type.Optional(string),
	}),
	async perform({ kind: only, due, limit: max = 50, cursor: from }, { host, by }: OperationContext<InboxHost>) {
		const after = decodePlace(from, 0, 0, '', '');
		const now = readNow(host);
		const { items: all, counts, omitted } = await readInbox({ ...host, by });
		const fitting = all.filter((one) => (only === undefined || one.kind === only) && (due === undefined || isDueWithin(one, due, now)));
		const rest = after === undefined ? fitting : fitting.filter((one) => comparePlaces(placeOfItem(one), after) > 0);
		const { items, ...more } = toPage(rest, max, placeOfItem);
		return { items: items.map((one) => describeItem(one, now)), total: fitting.length, counts, omitted, ...more };
	},
});

const describeItem = (
	{ kind: of, id, title, subject, agent, process, requestedBy, since, due = null, whenDue }: InboxItem,
	now: number,
) => ({
	kind: of,
	id,
	title,
	subject: subject ?? null,
	agent: agent ?? null,
	process: process ?? null,
	requestedBy: requestedBy ?? null,
	since: toIso(since),
	due: toIso(due),
	isLate: due !== null && due <= now,
	whenDue: whenDue ?? null,
	link: `/console/inbox/${of}/${encodeURIComponent(id)}`,
});
export type DescribedItem = ReturnType<typeof describeItem>;
