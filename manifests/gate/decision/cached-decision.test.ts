import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SeenFiles } from '../../tree/seen-files';
import { CachedDecision } from './cached-decision';

let folder: string;
let elapsedMs: number;
/** How long the machine takes for anything: each look at the clock is so much later. */
let stepMs: number;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-decision-'));
	for (const name of ['snapshot', 'code']) writeFileSync(join(folder, name), 'one');
	[elapsedMs, stepMs] = [0, 0];
	// The files are old enough for a change to show.
	jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 600_000);
});
afterEach(() => {
	jest.restoreAllMocks();
	rmSync(folder, { recursive: true });
});

interface Made {
	number: number;
}

function open(whileDeciding: (number: number) => void = () => undefined) {
	let number = 0;
	const decide = async (seen: SeenFiles) => {
		seen.urgent.noteTarget(join(folder, 'snapshot'));
		seen.note(join(folder, 'code'));
		whileDeciding(++number);
		return { value: { number }, expiresAt: Infinity };
	};
	const decision = new CachedDecision<Made>({ elapsed: () => (elapsedMs += stepMs) }, decide);
	return async () => decision.current() ?? (await decision.make());
}
const change = (name: string) => writeFileSync(join(folder, name), 'another');

/** A machine on which one check of the files takes some time. */
async function openSlow(tookMs: number) {
	const ask = open();
	await ask();
	elapsedMs += 250;
	stepMs = tookMs;
	await expect(ask()).resolves.toEqual({ number: 1 });
	stepMs = 0;
	return ask;
}

describe('a decision', () => {
	it('is made again 250 ms after a change of the snapshot, however long a check of all files takes', async () => {
		const ask = await openSlow(400);
		change('snapshot');
		elapsedMs += 250;
		await expect(ask()).resolves.toEqual({ number: 2 });
	});

	it('is made again after a change of another file once a check of all is a twentieth of the time', async () => {
		const ask = await openSlow(400);
		change('code');
		elapsedMs += 7_000;
		await expect(ask()).resolves.toEqual({ number: 1 });
		elapsedMs += 1_000;
		await expect(ask()).resolves.toEqual({ number: 2 });
	});

	it('is made again within ten seconds, also when the process was stopped for an hour while it checked', async () => {
		const ask = await openSlow(3_600_000);
		change('code');
		elapsedMs += 10_000;
		await expect(ask()).resolves.toEqual({ number: 2 });
	});

	it('is made again before anybody gets it when the snapshot changed meanwhile', async () => {
		const ask = open((number) => {
			if (number === 1) change('snapshot');
		});
		await expect(Promise.all([ask(), ask()])).resolves.toEqual([{ number: 2 }, { number: 2 }]);
		await expect(ask()).resolves.toEqual({ number: 2 });
	});

	it('is given all the same when the snapshot does not stop changing', async () => {
		let changes = 0;
		const ask = open(() => writeFileSync(join(folder, 'snapshot'), 'x'.repeat(++changes)));
		await expect(ask()).resolves.toEqual({ number: 2 });
	});
});
