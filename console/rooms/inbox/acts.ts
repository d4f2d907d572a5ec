import { call } from '../../api/call';
import { Problem } from '../../api/problem';
import { inboxWords } from './inbox-words';
import { type Kind, splitId } from './item';

export interface Act {
	name: ('reject' | 'settle' | 'resend' | 'retry' | 'drop' | 'fulfil' | 'refuse' | 'extend') | ('approveIt' | 'declineIt');
	reason: 'needed' | 'optional' | 'none';
	isDangerous?: true;
	isBulk?: true;
	perform: (id: string, reason: string) => Promise<unknown>;
}

const of = encodeURIComponent;
const post = (path: string, body: object = {}) => call(`POST ${path}`, { body });

async function changeWork(id: string, act: 'retry' | 'drop') {
	const [kind, key] = splitId(id);
	const { changed } = (await post(`work/${of(kind)}/${act}`, { keys: [key] })) as { changed: string[] };
	requireSome(changed);
}

async function resendDelivery(id: string) {
	requireSome(((await post('events/deliveries/resend', { ids: [id] })) as { resent: string[] }).resent);
}

/** A service that changed nothing answers with an empty list. */
function requireSome(changed: string[]): void {
	if (changed.length === 0) throw new Problem(409, 'STATE_CONFLICT', inboxWords('gone'), inboxWords('goneHelp'));
}

const decideSettings = (id: string, approved: boolean, reason: string) => {
	const [channel, number] = splitId(id);
	return post(`channels/${of(channel)}/settings/changes/${of(number)}/decide`, { approved, ...(reason && { reason }) });
};
const ofMessage = (id: string, act: 'resend' | 'settle') => {
	const [channel, message] = splitId(id);
	return post(`channels/${of(channel)}/${act}`, { id: message });
};

/** Declining is safe without a look at the arguments: nothing runs then. */
async function decline(run: string, comment: string) {
	const { pending } = await call<{ pending: Array<{ id: string; kind: string; viewSha256?: string }> }>(`GET approvals/${of(run)}`);
	const decisions = pending
		.filter(({ kind }) => kind === 'approval')
		.map(({ id, viewSha256 }) => ({ id, approved: false, viewSha256, ...(comment && { comment }) }));
	await post(`runs/${of(run)}/resume?waitSeconds=0`, { decisions });
}

export const acts: Record<Kind, Act[]> = {
	approval: [{ name: 'declineIt', reason: 'optional', isDangerous: true, isBulk: true, perform: decline }],
	question: [],
	task: [],
	draft: [
		{
			name: 'reject',
			reason: 'needed',
			isDangerous: true,
			isBulk: true,
			perform: (id, reason) => post(`manifests/${of(id)}/reject`, { reason }),
		},
	],
	plan: [],
	settings: [
		{ name: 'approveIt', reason: 'optional', perform: (id, reason) => decideSettings(id, true, reason) },
		{ name: 'reject', reason: 'optional', isDangerous: true, isBulk: true, perform: (id, reason) => decideSettings(id, false, reason) },
	],
	'hand-over': [{ name: 'settle', reason: 'needed', perform: (id, reason) => post(`conversations/${of(id)}/settle`, { reason }) }],
	'data-request': [
		{ name: 'fulfil', reason: 'needed', perform: (id, outcome) => post(`privacy/requests/${of(id)}/done`, { outcome }) },
		{ name: 'extend', reason: 'needed', perform: (id, reason) => post(`privacy/requests/${of(id)}/extend`, { reason }) },
		{
			name: 'refuse',
			reason: 'needed',
			isDangerous: true,
			perform: (id, reason) => post(`privacy/requests/${of(id)}/refuse`, { reason }),
		},
	],
	unsent: [
		{ name: 'resend', reason: 'none', isBulk: true, perform: (id) => ofMessage(id, 'resend') },
		{ name: 'settle', reason: 'none', isBulk: true, perform: (id) => ofMessage(id, 'settle') },
	],
	delivery: [{ name: 'resend', reason: 'none', isBulk: true, perform: resendDelivery }],
	work: [
		{ name: 'retry', reason: 'none', isBulk: true, perform: (id) => changeWork(id, 'retry') },
		{ name: 'drop', reason: 'none', isDangerous: true, isBulk: true, perform: (id) => changeWork(id, 'drop') },
	],
};
