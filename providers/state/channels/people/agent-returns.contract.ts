import { settlePause } from '../../../../core/conversations/mailbox/settle-pause';
import type { ChannelEvent } from '../../../../core/ports/channels/channel-events';
import { defaultHandOverSettings, type HandOver } from '../../../../core/ports/channels/hand-overs';
import type { MailboxRules } from '../../../../core/ports/channels/mailbox-rules';
import type { Turn } from '../../../../core/ports/channels/mailbox';
import { acme, channelSteps, fromAccount, fromContact, hasty, texts } from '../contract/channel-steps.contract';
import type { ChannelStores } from '../open-channel-stores';

let keys = 0;
const changed = (status: string, address = '5544999999999'): ChannelEvent => {
	keys += 1;
	return { kind: 'conversation', key: `r ${keys}`, address, at: Date.now(), changes: { status }, contact: [] };
};

const hourMs = 3_600_000;

const byProcess = (words: string[]) => ({
	...({ key: 'h1', reason: 'hot', language: 'en', by: 'process:1', pauseMs: null } as const),
	lastWords: words.map((text, index) => ({ key: `h1 ${index}`, content: { kind: 'text' as const, text } })),
	settings: { ...defaultHandOverSettings, desk: 'desk' },
});

/** What every store promises about agents that come back after a person. */
export function describeReturns(open: () => ChannelStores): void {
	const { apply, take, begin } = channelSteps(open);
	const atDesk = (event: ChannelEvent) => open().mailbox.apply(event, { ...acme, channel: 'desk' }, hasty);
	const applyLate = (event: ChannelEvent, lateMs: number, rules = hasty) =>
		open().mailbox.apply(event, { ...acme, receivedAt: Date.now() - lateMs }, rules);
	const modeOf = async ({ conversation: { id } }: Turn) => (await open().mailbox.find('acme', id))!.mode;
	/** A conversation that is tied to one of a desk, in a channel with these rules. */
	async function tie(rules: Partial<MailboxRules> = {}): Promise<Turn> {
		const facts = { provider: 'z-api', settings: {}, credential: 'c', agent: null, message: null, state: 'active' as const };
		const place = { allowedNetworks: [], pathSecretHash: null, createdAt: 1, changedAt: 1, changedBy: 'user:a' };
		await open().channels.put({ tenant: 'acme', name: acme.channel, ...facts, ...place, rules }, true);
		const turn = await begin('one');
		await open().handOvers.link('acme', 'desk', turn.conversation.id, '12');
		return turn;
	}

	describe('an agent that was silent for a person', () => {
		it('answers again when the desk has resolved the conversation, and what the person wrote is known', async () => {
			const turn = await tie();
			await atDesk(fromAccount('I take this.', { address: '12', writer: { id: '7' } }));
			expect(await modeOf(turn)).toBe('person');
			expect(await atDesk(changed('resolved', '12'))).toEqual({ kind: 'returned', conversation: turn.conversation.id });
			expect(await modeOf(turn)).toBe('agent');
			await apply(fromContact('one more thing'));
			expect(texts((await take())!)).toEqual(['one more thing']);
			expect((await open().handOvers.listModes('acme', acme.channel, 1))[0]).toMatchObject({ from: 'person', to: 'agent', actor: 'desk' });
		});

		it('does so in the inbox itself, and after a hand-over that nobody took answers what waits', async () => {
			const turn = await begin('one');
			const settings = { ...defaultHandOverSettings, desk: acme.channel };
			const request = {
				key: 'h1',
				reason: 'hot',
				language: 'en',
				by: 'agent',
				lastWords: [],
				settings,
				pauseMs: null,
				turn: turn.id,
			} as const;
			await open().handOvers.begin('acme', turn.conversation.id, request);
			await applyLate(fromContact('hello?'), 120_000);
			expect(await apply(changed('resolved'))).toMatchObject({ kind: 'returned' });
			expect(texts((await take())!)).toEqual(['one', 'hello?']);
			expect(await open().handOvers.list('acme', {}, 10)).toMatchObject([{ state: 'returned' }]);
		});

		it('gives what a process handed over without a word to it again, where no person wrote, as another turn', async () => {
			const turn = await tie();
			await open().mailbox.end(turn, 'a', { kind: 'done' });
			await open().handOvers.begin('acme', turn.conversation.id, byProcess([]));
			expect(await take()).toBeUndefined();
			expect(await atDesk(changed('resolved', '12'))).toMatchObject({ kind: 'returned' });
			const again = (await take())!;
			expect([texts(again), again.id === turn.id]).toEqual([['one'], false]);
		});

		it('gives nothing again that the last words of a process answered, only what came since', async () => {
			const turn = await tie();
			await open().mailbox.end(turn, 'a', { kind: 'done' });
			await open().handOvers.begin('acme', turn.conversation.id, byProcess(['A colleague goes on.']));
			expect(await open().handOvers.list('acme', {}, 10)).toMatchObject([{ state: 'open' }]);
			await atDesk(changed('resolved', '12'));
			expect(await take()).toBeUndefined();
			await open().handOvers.begin('acme', turn.conversation.id, { ...byProcess(['A colleague goes on.']), key: 'h2' });
			await applyLate(fromContact('hello?'), 120_000);
			await atDesk(changed('resolved', '12'));
			expect(texts((await take())!)).toEqual(['hello?']);
		});

		it('gives nothing again that a person wrote to, or that a process has while nobody took over', async () => {
			const turn = await tie();
			await open().mailbox.end(turn, 'a', { kind: 'done' });
			await open().mailbox.setMode('acme', turn.conversation.id, { mode: 'off', until: null, by: 'user:ana' });
			await open().mailbox.setMode('acme', turn.conversation.id, { mode: 'agent', until: null, by: 'user:ana' });
			expect(await take()).toBeUndefined();
			await atDesk(fromAccount('I take this.', { address: '12', writer: { id: '7' } }));
			await atDesk(changed('resolved', '12'));
			expect(await take()).toBeUndefined();
		});

		it('leaves what a person left, unless it came while they were resolving', async () => {
			const turn = await begin('one');
			await apply(fromAccount('It is on its way.'));
			await applyLate(fromContact('thanks'), 120_000);
			await apply(changed('resolved'));
			expect([await modeOf(turn), await take()]).toEqual(['agent', undefined]);
			await apply(fromAccount('Anything else?'));
			await apply(fromContact('wait, the price?'));
			await apply(changed('resolved'));
			expect(texts((await take())!)).toEqual(['wait, the price?']);
		});

		it.each(['open', 'pending', 'snoozed'])('stays silent when the status becomes %s', async (status) => {
			const turn = await begin();
			await apply(fromAccount('I take this.'));
			expect(await apply(changed(status))).toMatchObject({ kind: 'changed' });
			expect(await modeOf(turn)).toBe('person');
		});

		it('stays silent where we resolved it ourselves, where it was switched off, and where the rules say so', async () => {
			const turn = await tie({ agentReturns: 'after' });
			await atDesk(fromAccount('I take this.', { address: '12' }));
			expect(await atDesk(changed('resolved', '12'))).toMatchObject({ kind: 'changed' });
			expect(await modeOf(turn)).toBe('person');
			await apply(fromAccount('/bot on'));
			await apply(fromAccount('I take this.'));
			await open().mailbox.expectEcho('acme', turn.conversation.id, 'status', 'resolved', 60_000);
			expect(await apply(changed('resolved'))).toMatchObject({ kind: 'echo' });
			expect(await apply(changed('resolved'), { ...hasty, agentReturns: 'command' })).toMatchObject({ kind: 'changed' });
			expect(await modeOf(turn)).toBe('person');
			await apply(fromAccount('/bot off'));
			expect(await apply(changed('resolved'))).toMatchObject({ kind: 'changed' });
			expect(await modeOf(turn)).toBe('off');
		});

		it('counts towards the limit on changes each time', async () => {
			const turn = await begin();
			const kinds: string[] = [];
			for (let n = 0; n < 7; n += 1) {
				await apply(fromAccount(`again ${n}`));
				kinds.push((await apply(changed('resolved'))).kind);
			}
			expect(kinds).toEqual([...Array.from({ length: 6 }, () => 'returned'), 'breaker']);
			expect(await modeOf(turn)).toBe('off');
		});

		it('comes back after half a day where no desk can say that it is done', async () => {
			const turn = await begin('one');
			await open().mailbox.end(turn, 'a', { kind: 'done' });
			const rules = settlePause(hasty, false);
			await applyLate(fromAccount('I take this.'), 11 * hourMs, rules);
			await applyLate(fromContact('and now?'), 14 * hourMs, rules);
			expect(await take()).toBeUndefined();
			await applyLate(fromAccount('Still with me.'), 13 * hourMs, rules);
			await apply(fromContact('and now?'), rules);
			expect(texts((await take())!)).toEqual(['and now?']);
			expect(await modeOf(turn)).toBe('agent');
		});

		it('comes back from a hand-over, too, which first waits for a person as long as it is to', async () => {
			const { conversation } = await begin('one');
			const settings = { ...defaultHandOverSettings, unansweredMinutes: 60, whenUnanswered: 'escalate' as const };
			const request = { key: 'h1', reason: 'hot', language: 'en', by: 'agent', lastWords: [], settings } as const;
			await open().handOvers.begin('acme', conversation.id, { ...request, pauseMs: hourMs });
			const [{ answerBy }] = (await open().handOvers.list('acme', {}, 1)) as [HandOver];
			expect(await open().mailbox.find('acme', conversation.id)).toMatchObject({ mode: 'person', modeUntil: answerBy! + hourMs });
		});
	});

	it.each<[Partial<MailboxRules>, boolean, number | null]>([
		[{}, true, null],
		[{}, false, 43_200_000],
		[{ pauseMs: 60_000 }, true, 60_000],
		[{ agentReturns: 'after' }, true, 43_200_000],
		[{ agentReturns: 'after', pauseMs: 60_000 }, false, 60_000],
		[{ agentReturns: 'command' }, false, null],
	])('the rules %j, with a desk %s, mean a pause of %s ms', (rules, hasDesk, pauseMs) => {
		expect(settlePause({ ...hasty, ...rules }, hasDesk).pauseMs).toBe(pauseMs);
	});
}
