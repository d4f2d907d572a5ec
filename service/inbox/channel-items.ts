import { dataRequestKinds } from '../../core/ports/channels/contact-rights';
import { openChannels } from '../../providers/compose/channels/open-channels';
import { openTenantCalendar } from '../privacy/request-calendar';
import type { InboxSource } from './inbox-item';

export const handOverItems: InboxSource = {
	kinds: ['hand-over'],
	scopes: ['conversation:manage'],
	async read(host, max) {
		const found = await (await openChannels(host)).handOvers.list(host.tenant, { isAsked: true }, max);
		// A repeated hand-over counts once, by its last.
		const newest = [...new Map(found.toReversed().map((one) => [one.conversation, one])).values()];
		return newest.map(({ conversation, channel, by, state, at, answerBy }) => ({
			...{ kind: 'hand-over' as const, id: conversation, title: channel, subject: state, requestedBy: by, since: at, due: answerBy },
		}));
	},
};

export const unsentItems: InboxSource = {
	kinds: ['unsent'],
	scopes: ['channel:manage'],
	async read(host, max) {
		const found = await (await openChannels(host)).outbox.list(host.tenant, { isUnsent: true }, max);
		return found.map(({ id, channel, code, state, createdAt }) => ({
			...{ kind: 'unsent' as const, id: `${channel}:${id}`, title: channel, subject: code ?? state, since: createdAt },
		}));
	},
};

const isAnswered = (kind: string) => kind !== 'restriction' && (dataRequestKinds as readonly string[]).includes(kind);

export const dataRequestItems: InboxSource = {
	kinds: ['data-request'],
	scopes: ['channel:manage'],
	async read(host, max) {
		const { rights } = await openChannels(host);
		const [found, calendar] = await Promise.all([rights.listWaiting(host.tenant), openTenantCalendar(host)]);
		return found
			.filter(({ kind }) => isAnswered(kind))
			.slice(0, max)
			.map((one) => ({
				...{ kind: 'data-request' as const, id: one.protocol, title: one.kind, subject: one.protocol, requestedBy: one.by },
				...{ since: one.at, due: calendar.describe(one).dueAt },
			}));
	},
};
