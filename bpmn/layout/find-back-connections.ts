import type { Connection } from './read-scope';

/**
 * Connections that lead back to an element on the way to them, or to the element itself: without them there is no circle.
 * @param hostOf the node of a connection's end
 */
export function findBackConnections(nodeIds: string[], connections: Connection[], hostOf: (id: string) => string): Set<Connection> {
	const outgoing = Map.groupBy(connections, ({ sourceId }) => hostOf(sourceId));
	const targets = new Set(connections.map(({ targetId }) => hostOf(targetId)));
	const back = new Set<Connection>();
	const state = new Map<string, 'open' | 'done'>();
	// Paths are searched from where processes begin, so that a loop is drawn as its author thinks of it.
	for (const start of [...nodeIds.filter((id) => !targets.has(id)), ...nodeIds]) {
		if (state.has(start)) continue;
		const path = [{ id: start, next: 0 }];
		state.set(start, 'open');
		while (path.length > 0) {
			const step = path.at(-1)!;
			const connection = outgoing.get(step.id)?.[step.next++];
			if (connection === undefined) {
				state.set(step.id, 'done');
				path.pop();
				continue;
			}
			const target = hostOf(connection.targetId);
			if (state.get(target) === 'open') back.add(connection);
			else if (!state.has(target)) {
				state.set(target, 'open');
				path.push({ id: target, next: 0 });
			}
		}
	}
	return back;
}
