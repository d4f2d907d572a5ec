import * as Type from 'typebox/type';
import { closed, optional } from '../../../core/base/shape';
import { open, string } from '../../../manifests/registry/api/answer-fields';
import { cursor, limit } from '../../../manifests/registry/api/fields';
import { decodePlace, toPage } from '../../http/page';
import { timeZone } from '../conversations/read-day';

export const usualLimit = 50;
export const logQuery = <const State extends string>(states: readonly State[]) =>
	closed(optional({ state: Type.Enum([...states]), limit: limit(1_000), cursor }));
export const logPage = { items: Type.Array(open()), timeZone, cursor: Type.Optional(string) };
export const placeOf = (cursor: string | undefined) => decodePlace(cursor, '')?.[0];

export function pageOf<Item extends { id: string }, Described>(read: Item[], max: number, describe: (item: Item) => Described) {
	const { items, ...more } = toPage(read, max, ({ id }) => [id]);
	return { items: items.map(describe), ...more };
}

export const channelPath = 'channels/:channel';
