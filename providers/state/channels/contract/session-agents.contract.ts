import type { ChannelRecord } from '../../../../core/ports/channels/channel-records';
import type { MessageContent } from '../../../../core/ports/channels/message-content';
import { defaultMailboxRules, type MailboxRules } from '../../../../core/ports/channels/mailbox-rules';
import type { ChannelStores } from '../open-channel-stores';
import { acme, channelSteps, fromAccount, fromContact, hasty, texts } from './channel-steps.contract';

/** Describes which agent a session has, and when another one begins its own. */
export function describeSessionAgents(open: () => ChannelStores): void {
	const { apply, take } = channelSteps(open);
	const putChannel = (agent: string | null, rules: Partial<MailboxRules> = {}) => {
		const record: ChannelRecord = {
			tenant: 'acme',
			name: acme.channel,
			provider: 'z-api',
			settings: {},
			credential: 'c',
			message: null,
			state: 'active',
			allowedNetworks: [],
			pathSecretHash: null,
			createdAt: 1,
			changedAt: 1,
			changedBy: 'user:a',
			agent,
			rules,
		};
		return open().channels.put(record, true);
	};
	const find = async () => (await open().mailbox.list('acme', {}, 1))[0]!;
	const session = async () => {
		const { session: name, agent } = await find();
		return [name.split('-').at(-1), agent];
	};
	const answer = async () => {
		const turn = (await take())!;
		await open().mailbox.end(turn, 'a', { kind: 'done' });
		return turn;
	};
	const ad: MessageContent = { kind: 'text', text: '[came through an ad]', origin: { via: 'ad', source: '7' } };

	describe('the session of a conversation', () => {
		it('has the agent of the channel, and ends where the channel gets another one (chattermate/chattermate.chat#212, microsoft/simplechat#689)', async () => {
			await putChannel('support');
			await apply(fromContact('hello'));
			const { conversation } = await answer();
			expect(conversation.agent).toBe('support');
			await putChannel('support@^2');
			await apply(fromContact('and now?'));
			expect(await session()).toEqual(['1', 'support@^2']);
			await answer();
			await putChannel('sales');
			expect(await session()).toEqual(['1', 'support@^2']);
			await apply(fromContact('hello again'));
			expect(await session()).toEqual(['2', 'sales']);
			expect((await open().conversations.find('acme', conversation.id))!.sessionAgent).toBe('sales');
		});

		it('is that of the new agent also for messages that waited when it changed, which begin it', async () => {
			await putChannel('broken', { remember: true });
			await apply(fromContact('hello'), { ...hasty, remember: true });
			await answer();
			await apply(fromContact('Is anybody there?'), { ...hasty, remember: true });
			const waiting = (await take())!;
			await open().mailbox.end(waiting, 'a', { kind: 'failed', reason: 'MANIFEST_NOT_LISTED', afterMs: 0, isAway: true });
			await putChannel('working', { remember: true });
			const turn = (await take())!;
			expect(turn.conversation).toMatchObject({ agent: 'working', session: expect.stringMatching(/-2$/) as string });
			expect([texts(turn), turn.messages[0]!.session]).toEqual([['Is anybody there?'], turn.conversation.session]);
			const earlier = await open().mailbox.readMessages('acme', turn.conversation.id, 9, turn.conversation.session.replace(/2$/, '1'));
			expect(earlier).toHaveLength(1);
		});

		it('stays where a turn has changed something outside: the agent that began it ends it', async () => {
			await putChannel('support');
			await apply(fromContact('book it'));
			const turn = (await take())!;
			await open().mailbox.beginEffects(turn, 'a');
			await open().mailbox.end(turn, 'a', { kind: 'failed', reason: 'MODEL_OVERLOADED', afterMs: 0 });
			await putChannel('sales');
			expect((await take())!.conversation).toMatchObject({ agent: 'support', session: turn.conversation.session });
		});

		it('follows a changed rule for an origin, and a channel that a process answers has none', async () => {
			await putChannel('support', { origins: [{ from: 'ad:7', agent: 'ads-sdr' }] });
			await apply(fromContact('', { content: [ad, { kind: 'text', text: 'hello' }] }));
			await answer();
			expect(await session()).toEqual(['1', 'ads-sdr']);
			await putChannel('support');
			await apply(fromAccount('I am Ana.'));
			expect(await session()).toEqual(['2', 'support']);
			await putChannel(null);
			await apply(fromContact('hello'), defaultMailboxRules);
			expect(await session()).toEqual(['3', undefined]);
		});

		it('is not another one because a person wrote first', async () => {
			await putChannel('support');
			await apply(fromAccount('I am Ana.'));
			await apply(fromContact('hello'));
			expect(await session()).toEqual(['1', 'support']);
		});
	});
}
