import type { HandOverSettings } from '../../../../core/ports/channels/hand-overs';
import type { NewSend } from '../../../../core/ports/channels/outbox';
import { takeTurn } from '../../../../test/support/channels/take-turn';
import { acme, fromAccount, leaseMs } from '../contract/channel-steps.contract';
import { minuteMs, settings, waitSteps } from '../contract/wait-steps.contract';
import type { ChannelStores } from '../open-channel-stores';

const timed: HandOverSettings = { ...settings, unansweredMinutes: 2 };
const words: NewSend = { key: 'h1 0', content: { kind: 'text', text: 'A person goes on.' } };

/** Describes what is promised to customers who were told that a person comes, where none does, and the agent is back. @param pass lets time pass */
export function describeMissedHandOvers(open: () => ChannelStores, pass: (ms: number) => unknown): void {
	const { apply, putChannel, takeLate, write } = waitSteps(open, pass);
	const waiting = async () =>
		(await open().conversations.list('acme', { from: 0, isWaiting: true }, 10)).map(({ wait }) => `${wait!.waitsFor} ${wait!.isLate}`);
	const sent = async () =>
		(await open().outbox.list('acme', {}, 10)).map(({ content, state }) => `${state}: ${content.kind === 'text' ? content.text : ''}`);
	const stateOf = async () => (await open().handOvers.list('acme', {}, 1))[0]!.state;
	const look = async () => {
		for (const work of await takeLate()) await open().waits.tell(work, timed);
	};
	async function send(): Promise<void> {
		for (const work of await open().outbox.queue.take('s', { max: 10, leaseMs }))
			await open().outbox.note(work, { kind: 'sent', messageIds: [work.content.id] });
	}
	async function handOver(lastWords: readonly NewSend[] = [words]): Promise<string> {
		await putChannel({ personWaitMs: 10 * minuteMs });
		const conversation = await write('I want a person');
		const turn = (await takeTurn(open().mailbox, 'a', leaseMs))!;
		const request = { key: 'h1', reason: 'asks', language: 'en', by: 'agent', settings: timed, pauseMs: null } as const;
		await open().handOvers.begin('acme', conversation, { ...request, lastWords, turn: turn.id });
		return conversation;
	}
	async function miss(): Promise<string> {
		const conversation = await handOver();
		await send();
		pass(2 * minuteMs);
		await look();
		expect(await stateOf()).toBe('missed');
		return conversation;
	}

	describe('a customer whom no person answered, and whose agent is back', () => {
		it('reads so, waits for a person, and is told of once', async () => {
			await miss();
			expect(await waiting()).toEqual(['person false']);
			expect((await sent())[0]).toMatch(/^queued: Nobody of our team/);
			pass(8 * minuteMs);
			await look();
			expect([await waiting(), await open().waits.count('acme')]).toEqual([['person true'], new Map([[acme.channel, 1]])]);
			expect((await open().handOvers.list('acme', {}, 1))[0]!.writes.filter(({ content }) => content.kind === 'note')).toHaveLength(2);
			await look();
			expect(await sent()).toHaveLength(2);
		});

		it.each([
			['a person answers', () => apply(fromAccount('Here I am.'))],
			['a person settles it', (id: string) => open().waits.leave('acme', id, { by: 'user:ana', reason: 'called' })],
			['a person brings the agent back', () => apply(fromAccount('/bot on'))],
		])('waits no more once %s', async (_who, act) => {
			await act(await miss());
			expect([await waiting(), (await open().waits.count('acme')).size]).toEqual([[], 0]);
		});

		it('waits for the agent with the next message, and no more once that is answered', async () => {
			await miss();
			await write('are you there?');
			expect(await waiting()).toEqual(['agent false']);
			await open().mailbox.end((await takeTurn(open().mailbox, 'a', leaseMs))!, 'a', { kind: 'done' });
			expect(await waiting()).toEqual([]);
		});

		it('waits for a person where the agent gave that message up', async () => {
			await miss();
			await write('are you there?');
			await open().mailbox.end((await takeTurn(open().mailbox, 'a', leaseMs))!, 'a', { kind: 'dead', reason: 'MODEL_FAILED: none' });
			expect(await waiting()).toEqual(['person false']);
		});

		it('reads no such text where the agent has something to answer', async () => {
			await handOver();
			await send();
			await write('are you there?');
			pass(2 * minuteMs);
			await look();
			expect([await waiting(), (await sent()).length]).toEqual([['agent false'], 1]);
		});

		it('is given the whole time from when the last words reached them', async () => {
			await handOver();
			pass(3 * minuteMs);
			await look();
			expect(await stateOf()).toBe('open');
			await send();
			pass(minuteMs);
			await look();
			expect(await stateOf()).toBe('open');
			pass(minuteMs);
			await look();
			expect([await stateOf(), await waiting()]).toEqual(['missed', ['person false']]);
		});
	});
}
