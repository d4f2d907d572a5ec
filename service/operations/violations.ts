import * as Type from 'typebox/type';
import { closed, optional, orNull } from '../../core/base/shape';
import type { ViolationLog } from '../../core/guardrails/violations/violation-log';
import type { ViolationRecord } from '../../core/ports/guardrails/violations';
import { integer, open, string, time } from '../../manifests/registry/api/answer-fields';
import { cursor, limit, text } from '../../manifests/registry/api/fields';
import { composeViolationLog } from '../../providers/compose/guardrails/violations';
import { decodePlace, encodePlace } from '../http/page';
import { operation, type OperationContext } from './operation';

const tag = 'guardrails';
const scope = 'guardrail:read';
const maxPage = 1_000;

const page = Type.Object({
	items: Type.Array(
		Type.Object({
			id: integer,
			at: time,
			host: string,
			guardrail: string,
			code: string,
			stage: string,
			action: string,
			conversation: Type.Union([string, Type.Null()], { description: 'A keyed hash, as the person' }),
			person: orNull(string),
			run: orNull(string),
			key: orNull(string),
			agent: orNull(string),
			agentVersion: orNull(string),
			agentSha256: orNull(string),
			policy: orNull(string),
			policyVersion: orNull(string),
			tool: orNull(string),
			argument: orNull(string),
			matches: Type.Array(open(), { description: 'Type and position, never the text' }),
			matchCount: integer,
		}),
	),
	last: Type.Integer({ description: 'The id to go on from: pass it as `after` for what comes later' }),
	cursor: Type.Optional(Type.String({ description: 'Absent at the end of the log' })),
});

const filters = optional({ stage: text(40), code: text(100), agent: text(100), run: text(200), tool: text(200) });
const position = optional({
	after: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description: 'The first after this id; default: the newest' }),
	limit: limit(maxPage),
	cursor,
});

type Filters = { [Field in 'stage' | 'code' | 'agent' | 'run' | 'tool' | 'conversation']?: string };
interface Position {
	after?: number;
	limit?: number;
	cursor?: string;
}

const describe = ({ at, ...record }: ViolationRecord) => ({ ...record, at: new Date(at).toISOString() });
export type DescribedViolation = ReturnType<typeof describe>;

async function search({ after, limit: max = 100, cursor: from, ...filters }: Filters & Position, { host }: OperationContext) {
	const log = await composeViolationLog(host);
	const { conversation: id, ...others } = filters;
	const wanted = Object.entries({ ...others, ...(id !== undefined && { conversation: await log.hashConversation(id) }) });
	const isWanted = (record: ViolationRecord) =>
		wanted.every(([field, value]) => value === undefined || record[field as keyof Filters] === value);
	const place = decodePlace(from, 0)?.[0] ?? after;
	const newest = await log.last();
	const { items, last } = await (place === undefined ? readNewest(log, newest, max, isWanted) : readFrom(log, place, max, isWanted));
	return { items: items.map(describe), last, ...(last < newest && { cursor: encodePlace(last) }) };
}

type IsWanted = (record: ViolationRecord) => boolean;
interface Read {
	items: ViolationRecord[];
	last: number;
}

async function readFrom(log: ViolationLog, after: number, max: number, isWanted: IsWanted): Promise<Read> {
	const items: ViolationRecord[] = [];
	for (let last = after; ;) {
		const records = await log.read({ after: last, limit: maxPage });
		if (records.length === 0) return { items, last };
		for (const record of records) {
			last = record.id;
			if (isWanted(record)) items.push(record);
			if (items.length === max) return { items, last };
		}
	}
}

async function readNewest(log: ViolationLog, newest: number, max: number, isWanted: IsWanted): Promise<Read> {
	let items: ViolationRecord[] = [];
	for (let end = newest; end > 0 && items.length < max; end -= maxPage) {
		const records = await log.read({ after: Math.max(0, end - maxPage), limit: maxPage });
		// Ids have no gaps, but the oldest records are removed.
		const found = records.filter((record) => record.id <= end && isWanted(record));
		items = [...found, ...items];
		if (!records.some(({ id }) => id <= end)) break;
	}
	return { items: items.slice(-max), last: newest };
}

export const listViolations = operation({
	summary: 'List violations of guardrails, the oldest first: the newest, or the first after one',
	tag,
	method: 'GET',
	path: 'guardrails/violations',
	scope,
	input: { query: closed({ ...filters, ...position }) },
	output: page,
	perform: search,
});

export const searchViolations = operation({
	summary: 'The same with a body, which can name a conversation',
	tag,
	method: 'POST',
	path: 'guardrails/violations/search',
	scope,
	input: { body: closed({ ...filters, ...position, ...optional({ conversation: text(500) }) }) },
	output: page,
	perform: search,
});
