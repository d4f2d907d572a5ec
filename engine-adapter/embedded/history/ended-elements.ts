import type { Kernel } from '../flow/kernel';
import type { ElementSummary } from '../state/instances/element-directory';
import { type EndedQuery, findNode, lookAtLog, type Look } from './search-ended';

/** In order of their end. */
export function searchEndedElements(kernel: Kernel, { key, ...query }: EndedQuery): Look<ElementSummary> {
	const { rows, next } = lookAtLog(kernel, ['element-completed', 'element-terminated'], query);
	const elements = rows
		.filter(({ elementInstanceKey }) => key === undefined || elementInstanceKey === key)
		.map((ended): ElementSummary => ({
			...ended,
			key: ended.elementInstanceKey,
			node: findNode(kernel, ended),
			state: ended.kind === 'element-completed' ? 'COMPLETED' : 'TERMINATED',
			startedAt: ended.startedAt ?? ended.endedAt,
		}));
	return { rows: elements, next };
}
