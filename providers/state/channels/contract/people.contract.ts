import type { ChannelEvent } from '../../../../core/ports/channels/channel-events';
import type { ChannelStores } from '../open-channel-stores';
import { channelSteps, fromAccount, fromContact, hasty, leaseMs, texts } from './channel-steps.contract';

/** Describes what every store of channels promises of people who write as the account, and changes of a conversation. */
export function describePeopleAtWork(open: () => ChannelStores): void {
	const { apply, take, begin, send } = channelSteps(open);

	describe('a person who writes', () => {
		it('silences the agent, ends its turn, and withdraws what it has not sent', async () => {
			const { mailbox, outbox } = open();
			const turn = await begin();
			const queued = await send(turn, 'Hello!');
			expect(await apply(fromAccount('I take this.', { writer: { id: '7', name: 'Ana' } }))).toMatchObject({
				kind: 'take-over',
				withdrawn: 1,
			});
			expect(await mailbox.renew(turn, 'a', leaseMs)).toBe('stop');
			expect(await mailbox.beginEffects(turn, 'a')).toBe('stop');
			expect(await outbox.queue.take('s', { max: 10, leaseMs })).toEqual([]);
			expect(await outbox.find('acme', queued)).toMatchObject({ state: 'withdrawn', reason: 'a person took over' });
			expect(await send(turn, 'Late.')).toBe('silent');
			await apply(fromContact('thanks'));
			expect(await take()).toBeUndefined();
			expect(await mailbox.find('acme', turn.conversation.id)).toMatchObject({ mode: 'person', modeBy: 'writer:7', modeUntil: null });
		});

		it('brings the agent back with /bot on, which answers what nobody has answered', async () => {
			const turn = await begin('one');
			await apply(fromAccount('I take this.'));
			await apply(fromContact('two'));
			expect(await apply(fromAccount(' /BOT on '))).toMatchObject({ kind: 'command', mode: 'agent', isAllowed: true });
			expect(texts((await take())!)).toEqual(['two']);
			const changes = await open().contacts.readChanges('acme', turn.conversation.contact);
			expect(changes.filter(({ kind }) => kind === 'mode').map(({ actor, details }) => [actor, details.to])).toEqual([
				['writer:account', 'person'],
				['writer:account', 'agent'],
			]);
		});

		it('is obeyed only if an operator', async () => {
			const rules = { ...hasty, operators: ['7'] };
			const turn = await begin();
			const say = (id: string) => apply(fromAccount('/bot off', { writer: { id } }), rules);
			expect(await say('8')).toMatchObject({ isAllowed: false, mode: 'agent' });
			expect(await open().mailbox.renew(turn, 'a', leaseMs)).toBe('go');
			expect(await say('7')).toMatchObject({ isAllowed: true, mode: 'off' });
			expect(await open().mailbox.renew(turn, 'a', leaseMs)).toBe('stop');
		});

		it('differs from another program, unless the rules say otherwise', async () => {
			await begin();
			expect(await apply(fromAccount('Your parcel is on its way.', { byProgram: true }))).toMatchObject({ kind: 'echo' });
			expect(await apply(fromAccount('Again.', { byProgram: true }), { ...hasty, programsArePeople: true })).toMatchObject({
				kind: 'take-over',
			});
		});
	});

	describe('a change of a conversation', () => {
		let changesTold = 0;
		const changed = (status: string, changes: object = {}): ChannelEvent => ({
			kind: 'conversation',
			key: `c ${(changesTold += 1)}`,
			address: '5544999999999',
			at: 1,
			changes: { status },
			contact: [],
			...changes,
		});

		it('of our own is recognized once', async () => {
			const { conversation } = await begin();
			await open().mailbox.expectEcho('acme', conversation.id, 'status', 'open', 60_000);
			expect(await apply(changed('open'))).toMatchObject({ kind: 'echo' });
			expect(await apply(changed('open'))).toMatchObject({ kind: 'changed' });
		});

		it('that flips without end stops the agent instead of a loop', async () => {
			const turn = await begin();
			const kinds: string[] = [];
			for (let n = 0; n < 8; n++) kinds.push((await apply(changed(n % 2 ? 'open' : 'pending'))).kind);
			expect(kinds).toEqual([...Array.from({ length: 6 }, () => 'changed'), 'breaker', 'changed']);
			expect(await open().mailbox.renew(turn, 'a', leaseMs)).toBe('stop');
			expect(await open().mailbox.find('acme', turn.conversation.id)).toMatchObject({ mode: 'off', modeBy: 'breaker' });
		});
	});
}
