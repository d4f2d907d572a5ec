import { takeTurn } from '../../../../test/support/channels/take-turn';
import type { AudioResult, AudioRules } from '../../../../core/ports/channels/audios';
import { defaultMailboxRules, type MailboxRules } from '../../../../core/ports/channels/mailbox-rules';
import type { Turn } from '../../../../core/ports/channels/mailbox';
import type { MediaContent } from '../../../../core/ports/channels/message-content';
import type { TakenContent, WorkFilter, WorkQueue } from '../../../../core/ports/work';
import { describeBurst } from '../../../../core/conversations/mailbox/describe-burst';
import { acme, fromAccount, fromContact } from '../contract/channel-steps.contract';
import type { ChannelStores } from '../open-channel-stores';

export const audioRules: AudioRules = { transcriber: 'openai', maxSeconds: 300, keeps: 'transcript' };
export const voice: MediaContent = { kind: 'audio', reference: 'https://media.example/a.ogg' };
const leaseMs = 60_000;

export const takeOne = async <Content>(
	queue: WorkQueue<Content>,
	holder: string,
	leaseMs: number,
	of?: WorkFilter,
): Promise<TakenContent<Content> | undefined> => (await queue.take(holder, { max: 1, leaseMs, ...(of && { of: [of] }) }))[0];

export function describeAudios(open: () => ChannelStores): void {
	/** A turn waits for the text of an audio, or not at all. */
	const patient: MailboxRules = { ...defaultMailboxRules, quietMs: 0, maxQuietMs: 600_000, transcriptMs: 600_000, audio: audioRules };
	const hasty: MailboxRules = { ...patient, transcriptMs: 0 };
	const speak = (rules = patient, parts: MediaContent[] = [voice]) =>
		open().mailbox.apply(fromContact('', { content: parts }), acme, rules);
	const say = (text: string, rules = patient) => open().mailbox.apply(fromContact(text), acme, rules);
	const take = () => takeTurn(open().mailbox, 'a', leaseMs);
	const takeTask = (holder: string, of?: WorkFilter) => takeOne(open().audios.toTranscribe, holder, leaseMs, of);
	const burst = (turn?: Turn) => turn && describeBurst(turn.messages);
	const text = (words: string): AudioResult => ({ kind: 'text', text: words, seconds: 2.5, transcriber: 'fake:model' });
	const problem: AudioResult = { kind: 'problem', problem: 'too-long', reason: '400 seconds', seconds: 400 };
	/** Notes results for the next audio that waits. */
	async function note(...results: AudioResult[]): Promise<void> {
		const task = (await takeTask('t'))!;
		for (const [part, result] of results.entries()) await open().audios.note(task, part, result);
	}
	const records = () => open().audios.list('acme', {}, 10);

	describe('an audio', () => {
		it('is given to one worker at a time, and its text keeps its place among the messages', async () => {
			await say('one');
			await speak();
			await say('three');
			expect(await take()).toBeUndefined();
			const taken = await Promise.all(['t', 'u'].map((holder) => takeTask(holder)));
			expect(taken.filter(Boolean)).toMatchObject([{ content: { content: [voice], channel: 'whatsapp' }, attempts: 1 }]);
			await open().audios.note((taken[0] ?? taken[1])!, 0, text('two'));
			expect(burst(await take())).toBe('one\n[audio, transcribed] two\nthree');
			expect(await records()).toMatchObject([
				{ state: 'transcribed', seconds: 2.5, transcriber: 'fake:model', isLate: false, problem: null, reason: null },
			]);
			expect(JSON.stringify(await records())).not.toContain('two');
		});

		it('is given to those who work on its channel', async () => {
			await speak();
			const taken = async (of: WorkFilter) => (await takeTask('t', of)) !== undefined;
			expect(await taken({ tenant: 'acme', lanes: ['telegram'] })).toBe(false);
			expect(await taken({ tenant: 'other' })).toBe(false);
			expect(await taken({ tenant: 'acme', lanes: ['telegram', 'whatsapp'] })).toBe(true);
		});

		it('is tried again later, and its problem is told to the agent', async () => {
			await speak();
			const task = (await takeTask('t'))!;
			await open().audios.retry({ ...task, holder: 'another' }, 'not mine', 0);
			expect(await takeTask('u')).toBeUndefined();
			await open().audios.retry(task, 'MODEL_OVERLOADED', 0);
			expect(await records()).toMatchObject([{ state: 'waiting', reason: 'MODEL_OVERLOADED' }]);
			await note(problem);
			expect(await records()).toMatchObject([{ state: 'failed', problem: 'too-long', seconds: 400, attempts: 2 }]);
			expect(burst(await take())).toMatch(/^\[audio that could not be transcribed: .*text/);
		});

		it('of several in a message each gets its text', async () => {
			await speak(patient, [voice, { ...voice, reference: 'https://media.example/b.ogg' }]);
			const first = (await takeTask('t'))!;
			await open().audios.note(first, 0, text('first'));
			expect(await take()).toBeUndefined();
			expect(await records()).toMatchObject([{ state: 'waiting' }]);
			// Its worker stopped, so that the lease would have to end; here it gives the task back.
			await open().audios.retry(first, 'stopped', 0);
			const task = (await takeTask('t'))!;
			expect(task.content.content).toMatchObject([{ transcript: 'first' }, { kind: 'audio' }]);
			await open().audios.note(task, 1, problem);
			expect(burst(await take())).toMatch(/^\[audio, transcribed\] first\n\[audio that could not be transcribed/);
			expect(await records()).toMatchObject([{ state: 'transcribed', problem: 'too-long' }]);
		});

		it('of a channel without a transcriber waits for nothing', async () => {
			await speak({ ...patient, audio: undefined });
			expect(burst(await take())).toBe('[audio without a transcript]');
			expect(await records()).toEqual([]);
		});
	});

	describe('a contact who writes too often, and sends audios', () => {
		const strict: MailboxRules = { ...patient, maxMessagesPerMinute: 2 };

		it('gets no answer when a text is there, and every text is noted', async () => {
			await say('one', strict);
			expect(await speak(strict)).not.toHaveProperty('floods');
			expect(await speak(strict)).toMatchObject({ floods: true });
			await speak({ ...strict, transcriptMs: 0 });
			expect(await take()).toBeUndefined();
			for (const words of ['two', 'three', 'four']) {
				await note(text(words));
				expect(await take()).toBeUndefined();
			}
			expect((await records()).map(({ state }) => state)).toEqual(['transcribed', 'transcribed', 'transcribed']);
		});

		it('holds up nobody else', async () => {
			for (let n = 0; n < 3; n += 1) await say('again', strict);
			const calm = { address: '5511988887777', contact: [{ kind: 'phone' as const, value: '5511988887777', proof: 'provider' as const }] };
			await open().mailbox.apply(fromContact('', { ...calm, content: [voice] }), acme, strict);
			await note(text('a calm voice'));
			expect(burst(await take())).toBe('[audio, transcribed] a calm voice');
		});

		it('does not get the answer again that waits for a late text', async () => {
			await speak({ ...strict, transcriptMs: 0 });
			const turn = (await take())!;
			for (let n = 0; n < 3; n += 1) await say('again', { ...strict, transcriptMs: 0 });
			await note(text('late'));
			expect(await open().mailbox.renew(turn, 'a', leaseMs)).not.toBe('go');
			await open().mailbox.end(turn, 'a', { kind: 'done' });
			expect(await take()).toBeUndefined();
		});
	});

	describe('a text that comes after its turn has begun', () => {
		it('begins the turn again, if nothing of it was seen', async () => {
			await speak(hasty);
			const turn = (await take())!;
			expect(burst(turn)).toMatch(/not there yet/);
			await note(text('late'));
			expect(await open().mailbox.beginEffects(turn, 'a')).toBe('restart');
			expect(burst(await take())).toBe('[audio, transcribed] late');
			expect(await take()).toBeUndefined();
		});

		it('comes with the next turn, if the agent is answering or has answered', async () => {
			for (const ends of [false, true]) {
				await speak(hasty);
				const turn = (await take())!;
				expect(await open().mailbox.beginEffects(turn, 'a')).toBe('go');
				if (ends) await open().mailbox.end(turn, 'a', { kind: 'done' });
				await note(text('late'));
				expect(await open().mailbox.renew(turn, 'a', leaseMs)).toBe(ends ? 'lost' : 'go');
				if (!ends) await open().mailbox.end(turn, 'a', { kind: 'done' });
				const next = (await take())!;
				expect(burst(next)).toBe('[transcript of an audio that came before] late');
				expect(next.messages).toMatchObject([{ id: turn.messages[0]!.id }]);
				await open().mailbox.end(next, 'a', { kind: 'done' });
				expect((await records())[0]).toMatchObject({ isLate: true });
			}
		});

		it('of which nothing came is told too', async () => {
			await speak(hasty);
			await open().mailbox.end((await take())!, 'a', { kind: 'done' });
			await note(problem);
			expect(burst(await take())).toMatch(/^\[an audio that came before could not be transcribed/);
		});

		it('is only stored, if a person has the conversation', async () => {
			await speak(hasty);
			const turn = (await take())!;
			await open().mailbox.apply(fromAccount('I take this.'), acme, hasty);
			await note(text('late'));
			expect(await take()).toBeUndefined();
			const messages = await open().mailbox.readMessages('acme', turn.conversation.id, 10);
			expect(messages.map(({ content: [part] }) => part)).toMatchObject([{ transcript: 'late' }, { text: 'I take this.' }]);
		});
	});

	describe('a text that is not to be kept', () => {
		const speakBriefly = (keeps: AudioRules['keeps'], rules = patient) => speak({ ...rules, audio: { ...audioRules, keeps } });
		const takeAnswered = () => takeOne(open().audios.toForget, 'f', leaseMs);
		const stored = async (turn: Turn) => JSON.stringify(await open().mailbox.readMessages('acme', turn.conversation.id, 10));

		it('is erased when its turn is over, also where it came late', async () => {
			await speakBriefly('nothing', hasty);
			await open().mailbox.end((await take())!, 'a', { kind: 'done' });
			await note(text('secret'));
			const turn = (await take())!;
			expect(burst(turn)).toContain('secret');
			expect(await takeAnswered()).toBeUndefined();
			await open().mailbox.end(turn, 'a', { kind: 'done' });
			const answered = (await takeAnswered())!;
			expect(answered.content).toMatchObject({ keeps: 'nothing', content: [{ transcript: 'secret' }] });
			expect(await takeAnswered()).toBeUndefined();
			await open().audios.forgetText({ ...answered, holder: 'another' }, new Map());
			expect(await stored(turn)).toContain('secret');
			await open().audios.forgetText(answered, new Map());
			expect(await stored(turn)).not.toContain('secret');
			expect(await records()).toMatchObject([{ state: 'erased' }]);
		});

		it('is replaced by its summary', async () => {
			await speakBriefly('summary');
			await note(text('a long story'));
			const turn = (await take())!;
			await open().mailbox.end(turn, 'a', { kind: 'done' });
			const answered = (await takeAnswered())!;
			await open().audios.forgetText(answered, new Map([[0, 'a story']]));
			expect(await stored(turn)).toMatch(/"summary":"a story"/);
			expect(await stored(turn)).not.toContain('long');
			expect(await records()).toMatchObject([{ state: 'summarized' }]);
		});

		it('is kept if the channel says so', async () => {
			await speakBriefly('transcript');
			await note(text('kept'));
			const turn = (await take())!;
			await open().mailbox.end(turn, 'a', { kind: 'done' });
			expect(await takeAnswered()).toBeUndefined();
			expect(await stored(turn)).toContain('kept');
		});

		it('is gone with its contact', async () => {
			await speakBriefly('summary');
			const task = (await takeTask('t'))!;
			const { contact } = (await open().mailbox.list('acme', {}, 1))[0]!;
			expect(await open().contacts.forget('acme', contact)).toBe(true);
			await open().audios.note(task, 0, text('too late'));
			expect(await records()).toEqual([]);
		});
	});
}
