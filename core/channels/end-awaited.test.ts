import type { AwaitedRun } from '../ports/channels/mailbox';
import type { OpenChannel } from '../ports/channels/channel-records';
import { tellEnd } from './end-awaited';
import type { HandOverRequest } from './hand-over';

const conversation = { tenant: 'acme', channel: 'sales', id: 'c1' };
const awaited = { turn: 't1', conversation } as unknown as AwaitedRun;

async function tell(answer: Parameters<typeof tellEnd>[2]) {
	const seen = { sent: [] as string[], handedOver: [] as HandOverRequest[], ended: 0 };
	const parts = {
		mailbox: { endAwaited: async () => void (seen.ended += 1), readMessages: async () => [] },
		outbox: {
			enqueue: async (...[, , sends]: [string, string, ReadonlyArray<{ key: string }>]) => {
				seen.sent.push(...sends.map(({ key }) => key));
				return { kind: 'queued' as const, ids: [] };
			},
		},
		handOvers: { findDraft: async () => undefined },
		directory: { find: async () => ({ channel: { abilities: { maxTextLength: 99 } } }) as OpenChannel },
		handOver: async (request: HandOverRequest) => void seen.handedOver.push(request),
	};
	await tellEnd(parts, awaited, answer);
	return seen;
}

it('sends the answer of a run that went on after a decision', async () => {
	expect(await tell({ reply: 'I refunded it.' })).toEqual({ sent: ['run turn-t1 end 0'], handedOver: [], ended: 1 });
});

it.each([
	['ended at a limit', { reply: 'I could not finish.', unanswered: 'LIMIT_REACHED: The run ended at its limit of wall-clock.' }],
	['says nothing', { reply: ' ' }],
])('gives the conversation of a run that %s after a decision to people', async (_how, answer) => {
	const { sent, handedOver, ended } = await tell(answer);
	expect([sent, ended]).toEqual([[], 1]);
	expect(handedOver).toMatchObject([
		{
			reason: { en: 'the run went on after a decision, and the customer has no answer of it (troupe run show turn-t1)' },
			lastWords: expect.stringMatching(/^I could not finish your request here\./) as string,
		},
	]);
});
