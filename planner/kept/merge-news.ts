import { isDeepStrictEqual } from 'node:util';
import type { Plan } from '../plan';

/**
 * Puts a change of a plan onto a newer version of it, where that has news of instances alone.
 * @returns undefined where somebody else said or changed something meanwhile
 */
export function mergeNews(read: Plan, changed: Partial<Plan>, newer: Plan): Partial<Plan> | undefined {
	const news = findNews(read.conversation, newer.conversation);
	if (!isDeepStrictEqual(withoutNews(read), withoutNews(newer)) || news?.some(({ from }) => from === 'person') !== false) return undefined;
	const said = changed.conversation?.slice(read.conversation.length) ?? [];
	const isStateNew = changed.state !== undefined && changed.state !== read.state;
	return {
		...changed,
		...(newer.runs && { runs: newer.runs }),
		state: isStateNew ? changed.state! : newer.state,
		conversation: [...newer.conversation, ...said],
	};
}

/** Stored as JSON, where what is undefined is left out. */
function withoutNews({ runs: _runs, state: _state, conversation: _conversation, changedAt: _changedAt, ...rest }: Plan): unknown {
	return JSON.parse(JSON.stringify(rest));
}

/** Returns the lines after those that were read, of which the first ones may be gone. */
function findNews(before: Plan['conversation'], now: Plan['conversation']): Plan['conversation'] | undefined {
	const gone = before.findIndex((_, at) => isDeepStrictEqual(before.slice(at), now.slice(0, before.length - at)));
	return gone === -1 ? undefined : now.slice(before.length - gone);
}
