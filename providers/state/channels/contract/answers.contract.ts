import type { ChannelEvent } from '../../../../core/ports/channels/channel-events';
import { takeTurn } from '../../../../test/support/channels/take-turn';
import type { ChannelStores } from '../open-channel-stores';
import { acme, channelSteps, fromAccount, fromContact, hasty, leaseMs } from './channel-steps.contract';

/** Describes what every store of channels knows about who answered a message. */
export function describeAnswers(open: () => ChannelStores): void {
	const { apply } = channelSteps(open);
	const receive = (receipt: string, event: ChannelEvent, channel = acme.channel) =>
		open().mailbox.apply(event, { ...acme, channel, receipt }, hasty);
	const answersOf = async (...receipts: string[]) => (await open().receipts.listAnswers('acme', receipts)).map(({ answer }) => answer);
	async function endTurn(kind: 'done' | 'dead') {
		const turn = (await takeTurn(open().mailbox, 'a', leaseMs))!;
		await open().mailbox.end(turn, 'a', kind === 'done' ? { kind } : { kind, reason: 'MODEL_FAILED: no answer' });
	}

	async function putProgram(): Promise<void> {
		const facts = {
			provider: 'z-api',
			settings: {},
			credential: 'c',
			agent: null,
			message: 'wrote',
			rules: {},
			state: 'active' as const,
		};
		const place = { allowedNetworks: [], pathSecretHash: null, createdAt: 1, changedAt: 1, changedBy: 'user:a' };
		await open().channels.put({ tenant: 'acme', name: acme.channel, ...facts, ...place }, true);
	}

	describe('a message of a customer', () => {
		it('waits until its agent has answered it, and a processed receipt does not say that somebody did', async () => {
			await receive('r1', fromContact('one'));
			expect(await answersOf('r1')).toEqual(['waiting']);
			await endTurn('done');
			await receive('r2', fromContact('two'));
			expect(await answersOf('r1', 'r2')).toEqual(['agent', 'waiting']);
			expect(await answersOf()).toEqual([]);
		});

		it('was given up, until a person answers', async () => {
			await receive('r1', fromContact('one'));
			await endTurn('dead');
			expect(await answersOf('r1')).toEqual(['given-up']);
			await apply(fromAccount('I take this.'));
			expect(await answersOf('r1')).toEqual(['person']);
		});

		it.each(['before', 'after'] as const)(
			'is answered by a program that sends something %s the end of the turn it was given',
			async (when) => {
				await putProgram();
				await receive('r1', fromContact('one'));
				const turn = (await takeTurn(open().mailbox, 'a', leaseMs))!;
				const { id } = turn.conversation;
				expect(await open().mailbox.beginEffects(turn, 'a')).toBe('go');
				const answer = () =>
					open().outbox.enqueue('acme', id, [{ key: 'element 1 0', content: { kind: 'text', text: 'Hi' } }], { answers: {} });
				if (when === 'before') await answer();
				await receive('r2', fromContact('two'));
				expect(await answersOf('r1')).toEqual(['waiting']);
				await open().mailbox.end(turn, 'a', { kind: 'done' });
				expect(await answersOf('r1', 'r2')).toEqual([when === 'before' ? 'program' : 'published', 'waiting']);
				if (when === 'after') await answer();
				expect(await answersOf('r1', 'r2')).toEqual(['program', 'waiting']);
			},
		);

		it('waits with a program until that answers the last one it knows, or says that none needs an answer', async () => {
			await putProgram();
			const one = fromContact('one');
			const two = fromContact('two');
			await receive('r1', one);
			await endTurn('done');
			await receive('r2', two);
			await endTurn('done');
			const { id } = (await open().mailbox.list('acme', {}, 1))[0]!;
			const send = { key: 'element 1 0', content: { kind: 'text' as const, text: 'Hi' } };
			await open().outbox.enqueue('acme', id, [send], { answers: { until: [one.id] } });
			expect(await answersOf('r1', 'r2')).toEqual(['program', 'published']);
			const how = { by: 'process:sales', reason: 'thanks only' };
			expect(await open().waits.needNoAnswer('acme', id, { ...how, until: [one.id] })).toBe(false);
			expect(await open().waits.needNoAnswer('acme', id, { ...how, until: [two.id] })).toBe(true);
			expect(await answersOf('r1', 'r2')).toEqual(['program', 'left']);
			expect(await open().waits.late.nextDue()).toBeUndefined();
		});

		it('was given up with the instance that had read it, can be replayed once, and is not anybody’s whom people have', async () => {
			await putProgram();
			const one = fromContact('one');
			const two = fromContact('two');
			await receive('r1', one);
			await endTurn('done');
			await receive('r2', two);
			await endTurn('done');
			const { id } = (await open().mailbox.list('acme', {}, 1))[0]!;
			const { mailbox } = open();
			const about = { until: [one.id], reason: 'The instance 1 was cancelled.' };
			expect(await mailbox.countHeld('acme', { channel: acme.channel })).toBe(2);
			expect(await mailbox.countHeld('acme', { channel: acme.channel, id: 'r2', from: 0, to: Date.now() + 60_000 })).toBe(1);
			expect(await mailbox.giveUpPublished('globex', id, about)).toMatchObject({ turns: [] });
			expect(await mailbox.giveUpPublished('acme', id, about)).toEqual({ channel: acme.channel, turns: [expect.any(String)] });
			expect(await mailbox.giveUpPublished('acme', id, about)).toMatchObject({ turns: [] });
			expect(await answersOf('r1', 'r2')).toEqual(['given-up', 'published']);
			expect(await mailbox.listDead('acme', {}, 10)).toMatchObject([{ conversation: id, messages: 1, reason: about.reason }]);
			expect([await mailbox.replay('acme', {}), await mailbox.replay('acme', {})]).toEqual([1, 0]);
			expect(await answersOf('r1', 'r2')).toEqual(['waiting', 'published']);
			const again = (await takeTurn(mailbox, 'a', leaseMs))!;
			await mailbox.beginEffects(again, 'a');
			expect(await mailbox.giveUpPublished('acme', id, { reason: 'gone' })).toBe('busy');
			await mailbox.end(again, 'a', { kind: 'done' });
			await apply(fromAccount('I take this.'));
			expect(await mailbox.giveUpPublished('acme', id, { reason: 'gone' })).toMatchObject({ turns: [] });
		});

		it('was left by the person who resolved the conversation, and is unknown once the customer took it back', async () => {
			await apply(fromAccount('It is on its way.'));
			const earlier = Date.now() - 120_000;
			await open().mailbox.apply(fromContact('thanks'), { ...acme, receipt: 'r1', receivedAt: earlier }, hasty);
			const taken = fromContact('oops');
			await receive('r2', taken);
			await apply({ ...fromContact(''), content: [], edits: taken.id });
			await apply({ kind: 'conversation', key: 'q1', address: taken.address, at: 1, changes: { status: 'resolved' }, contact: [] });
			expect(await answersOf('r1', 'r2')).toEqual(['left']);
		});
	});
}
