import type { HandOvers } from '../../../core/ports/channels/hand-overs';
import type { Events } from '../../../core/ports/runs/events';

/** Publishes each hand-over once, whoever asks for it: an agent, a process or an operator. */
export function tellHandOvers(handOvers: HandOvers, events: Events): HandOvers {
	return {
		...handOvers,
		async begin(tenant, conversation, request) {
			const done = await handOvers.begin(tenant, conversation, request);
			if (done.kind === 'unknown-conversation') return done;
			// A killed process may not have told of it: the key makes it one event.
			const { id, channel } = done.handOver;
			const data = { channel, conversation, by: toKind(request.by) };
			await events.publish(tenant, { type: 'conversation.handed-over', data, key: `hand-over ${id}` });
			return done;
		},
	};
}

/** Without the name of a person: `user` for `user:ana`. */
const toKind = (actor: string): string => actor.split(':', 1)[0]!;
