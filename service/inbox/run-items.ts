import { findPeople } from '../../core/agents/approvals/same-person';
import { openChannels } from '../../providers/compose/channels/open-channels';
import { composeCallers } from '../../providers/compose/state/host-callers';
import { openRuns } from '../../providers/compose/state/host-runs';
import type { ListedRun } from '../../providers/state/runs/suspensions';
import { listAllowed } from '../access/scopes';
import type { InboxItem, InboxSource } from './inbox-item';

const scope = 'agent:decide';

export const runItems: InboxSource = {
	kinds: ['approval', 'question'],
	scopes: [scope],
	async read(host, limit) {
		const store = await openRuns(host, host.stateFolder);
		return (await store.listSuspended({ agents: listAllowed(host.grant?.scopes, scope), limit })).map(toItem);
	},
};

function toItem({ runId, agent, since, decideBy, whenTimedOut, pending }: ListedRun): InboxItem {
	const approval = pending.find((one) => one.kind === 'approval');
	const tools = pending.flatMap((one) => (one.kind === 'approval' ? [one.tool] : []));
	return {
		id: runId,
		agent: agent.id,
		since,
		due: decideBy,
		whenDue: whenTimedOut,
		...(approval === undefined
			? { kind: 'question', title: agent.id }
			: { kind: 'approval', title: [...new Set(tools)].join(', '), subject: approval.message }),
	};
}

export const settingsItems: InboxSource = {
	kinds: ['settings'],
	scopes: [scope],
	async read(host, max) {
		if (listAllowed(host.grant?.scopes, scope) !== undefined) return [];
		const found = await (await openChannels(host)).settings.listProposals(host.tenant, max);
		const { by: caller = '' } = host;
		const isSamePerson = await findPeople([caller, ...found.map(({ by }) => by)], composeCallers(host));
		const others = found.filter(({ by }) => caller === '' || !isSamePerson(by, caller));
		return others.map(({ channel, number, action, by, at }) => ({
			kind: 'settings' as const,
			id: `${channel}:${number}`,
			title: channel,
			subject: action,
			requestedBy: by,
			since: at,
		}));
	},
};
