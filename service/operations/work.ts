import * as Type from 'typebox/type';
import { closed, optional } from '../../core/base/shape';
import { workKinds } from '../../core/ports/work';
import { integer, string, texts, time } from '../../manifests/registry/api/answer-fields';
import { cursor, limit, list, text } from '../../manifests/registry/api/fields';
import { openWork } from '../../providers/compose/state/host-work';
import type { ListedWork } from '../../providers/state/work-store';
import { operation } from './operation';
import { decodePlace, toPage } from '../http/page';

const kind = Type.Enum([...workKinds]);
const lane = optional({ lane: text(200) });
const some = closed({ ...lane, ...optional({ keys: list(text(500), 1_000, 1) }) });
const tag = 'work';

const describe = ({ kind: name, key, lane: inLane, dueAt, attempts, state }: ListedWork) => ({
	kind: name,
	key,
	lane: inLane,
	state,
	attempts,
	dueAt: new Date(dueAt).toISOString(),
});
export type DescribedWork = ReturnType<typeof describe>;

export const listWork = operation({
	summary: 'List work, what is due first at the top',
	tag,
	method: 'GET',
	path: 'work',
	scope: 'work:manage',
	input: { query: closed({ ...lane, ...optional({ kind, limit: limit(10_000), cursor }) }) },
	output: Type.Object({
		items: Type.Array(
			Type.Object({
				kind: string,
				key: string,
				lane: string,
				attempts: integer,
				dueAt: time,
				state: Type.Enum(['waiting', 'due', 'running']),
			}),
		),
		cursor: Type.Optional(string),
	}),
	async perform({ limit: max = 100, cursor: place, ...filter }, { host }) {
		const after = decodePlace(place, 0, '', '');
		const found = await (await openWork(host)).list(host.tenant, { ...filter, after }, max + 1);
		const { items, ...more } = toPage(found, max, ({ dueAt, kind: name, key }) => [dueAt, name, key]);
		return { items: items.map(describe), ...more };
	},
});

const changed = (asked: string[] | undefined, keys: string[]) => ({
	changed: keys,
	refused: (asked ?? []).filter((key) => !keys.includes(key)),
});
const changedWork = Type.Object({ changed: texts, refused: Type.Array(string, { description: 'Keys that were not changed' }) });

export const retryWork = operation({
	act: ({ kind }) => ({ action: 'work.retried', object: { kind: 'work', value: kind } }),
	summary: 'Make work due now that failed',
	tag,
	method: 'POST',
	path: 'work/:kind/retry',
	scope: 'work:manage',
	input: { params: closed({ kind }), body: some },
	output: changedWork,
	async perform({ keys, ...filter }, { host }) {
		return changed(keys, await (await openWork(host)).retry(host.tenant, { ...filter, ...(keys && { keys }) }));
	},
});

export const dropWork = operation({
	act: ({ kind }) => ({ action: 'work.dropped', object: { kind: 'work', value: kind } }),
	summary: 'Give work up: it is not done any more',
	tag,
	method: 'POST',
	path: 'work/:kind/drop',
	scope: 'work:manage',
	input: { params: closed({ kind }), body: some },
	output: changedWork,
	/** @throws TroupeError INPUT_INVALID for an undroppable kind */
	async perform({ kind: name, keys, ...filter }, { host }) {
		return changed(keys, await (await openWork(host)).drop(host.tenant, name, { ...filter, ...(keys && { keys }) }));
	},
});
