import { createVault } from '../../guardrails/vault/create-vault';
import { systemClock } from '../../ports/host';
import { createEvaluationVault } from './evaluation-vault';
import { Player } from './player';
import { Recorder } from './recorder';
import type { Asked } from './traffic';

const asked = (text: string): Asked => ({ kind: 'tool', name: 'read', request: { text } });
const vault = () => createEvaluationVault(['EMAIL_ADDRESS'], 'case');

async function record(...texts: string[]) {
	const recorder = new Recorder(vault(), systemClock);
	for (const text of texts) await recorder.exchange(asked(text), async () => ({ kind: 'ok', text: `about ${text}` }));
	return recorder.recording;
}

test('equal requests are answered as often as they were recorded', async () => {
	const player = new Player(await record('a', 'a'), vault());
	expect(await player.exchange(asked('a'))).toEqual({ kind: 'ok', text: 'about a' });
	await player.exchange(asked('a'));
	await expect(player.exchange(asked('a'))).rejects.toThrow('once more than in the recording, which has it 2 times');
	expect([player.signal.aborted, player.miss?.code]).toEqual([true, 'REPLAY_DIVERGED']);
	await expect(player.exchange(asked('a'))).rejects.toBe(player.miss);
});

test('the difference is that to the nearest request', async () => {
	const player = new Player(await record('one\ntwo\nthree', 'four'), vault());
	await expect(player.exchange(asked('one\n2\nthree'))).rejects.toThrow(
		/exchange 1 [^]*\n {2}text: one\n- text: two\n\+ text: 2\n {2}text: three/,
	);
});

test('values become tokens, and the same tokens again', async () => {
	const recording = await record('ana@example.com');
	expect(JSON.stringify(recording)).not.toContain('ana@');
	const own = vault();
	const answer = await new Player(recording, own).exchange<{ text: string }>(asked('ana@example.com'));
	expect(await own.restore(answer.text)).toBe('about ana@example.com');
});

test('time passes as it did', async () => {
	const recording = await record('a');
	recording.exchanges[0]!.durationMs = 700;
	const player = new Player(recording, createVault([]));
	await player.exchange(asked('a'));
	expect(player.clock.now() - recording.at).toBe(700);
});

test('what only the recording knew is shown as its token, and what a model invented is found', async () => {
	const recorded = vault();
	await recorded.mask('bob@example.com');
	const known = (await recorded.mask('bob@example.com')).text;
	const invented = await recorded.maskAnswer('Write to eve@example.com');
	const played = vault();
	expect(await played.restore(known)).toBe(known.replace('[', '(').replace(']', ')'));
	expect(await played.findUnknown(known)).toEqual([]);
	expect(await played.findUnknown(invented)).toEqual([expect.objectContaining({ type: 'EMAIL_ADDRESS', start: 9 })]);
	expect(await played.restore('[EMAIL_1_zzzzzz]')).toBe('[EMAIL_1_zzzzzz]');
});
