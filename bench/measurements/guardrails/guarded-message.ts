/**
 * Measures what the standard policy costs for a message, four passages with their titles and the result of a tool: milliseconds of processor time, the
 * mean of many rounds. Goal: less than 5. Also reports the first round of the process, the cost of each part, and the share of harmless texts that each
 * part stops or changes. Goal: below 0.5 %.
 */
import { createPlacedGuard } from '../../../core/guardrails/policy/apply-guardrails';
import type { Guard, Stage } from '../../../core/guardrails/policy/guard';
import { placeStandard } from '../../../core/guardrails/policy/place-standard';
import { type StandardPart, standardParts } from '../../../core/guardrails/policy/standard-policy';
import { firstSamples, rewordedSamples } from '../../samples/harm';
import { unseenKindsLookAlikes } from '../../samples/injection/unseen-kinds';
import { secondUnseenLookAlikes } from '../../samples/injection/unseen-kinds-second';
import { readJsonLines } from '../../samples/read-lines';

const rounds = Number(process.env.BENCH_ROUNDS ?? 300);
const message = 'Good morning, my order AU-1042 came yesterday and my e-mail is ana.souza@example.com. How long may I return the machine?';
const result = JSON.stringify({
	order: 'AU-1042',
	status: 'delivered',
	items: [{ sku: 'ESP-200', name: 'Espresso machine', quantity: 1, price: 1299.9 }],
	address: { street: 'Rua das Flores, 10', city: 'São Paulo', zip: '01310-100' },
	history: ['2026-11-20 packed', '2026-11-21 handed to the carrier', '2026-11-24 delivered to the neighbour'],
});

export async function run(): Promise<number> {
	const whole = createPlacedGuard(await placeStandard([], []));
	const started = performance.now();
	await judge(whole);
	console.log(`first round of the process: ${(performance.now() - started).toFixed(1)} ms`);
	const mean = await measure(whole);
	for (const part of standardParts) console.log(`${part.padEnd(18)} ${(await measure(await guardOf(part))).toFixed(3)} ms`);
	await reportFalseAlarms();
	return Number(mean.toFixed(2));
}

const guardOf = async (part: StandardPart): Promise<Guard> =>
	createPlacedGuard(
		await placeStandard(
			standardParts.filter((other) => other !== part),
			[],
		),
	);

/** Other processes take the processor, too: its own time is counted. */
async function measure(guard: Guard): Promise<number> {
	for (let round = 0; round < rounds / 3; round += 1) await judge(guard);
	const before = process.cpuUsage();
	for (let round = 0; round < rounds; round += 1) await judge(guard);
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1000 / rounds;
}

/** Four passages of the length of chunks. */
const passages = readPassages()
	.filter(({ text }) => text.length > 400)
	.slice(0, 4);

async function judge(guard: Guard): Promise<void> {
	await guard.check('input', message);
	for (const { title, text } of passages) {
		await guard.check('knowledge', title);
		await guard.check('knowledge', text);
	}
	await guard.check('tool-result', result);
}

function readPassages(): Array<{ title: string; text: string }> {
	return readJsonLines('bench/samples/knowledge/passages.jsonl');
}

async function reportFalseAlarms(): Promise<void> {
	const lookAlikes = [...unseenKindsLookAlikes, ...secondUnseenLookAlikes].map(({ text }) => text);
	const harmless = [...firstSamples, ...rewordedSamples].filter(({ kind }) => kind === 'harmless').map(({ text }) => text);
	const documents = readPassages().map(({ text }) => text);
	for (const part of standardParts) {
		const guard = await guardOf(part);
		for (const stage of (['input', 'tool-result', 'knowledge', 'output'] as const).filter((one) => guard.watches(one))) {
			const shares = [await share(guard, stage, lookAlikes), await share(guard, stage, harmless), await share(guard, stage, documents)];
			console.log(`${part} ${stage}: look-alikes of attacks, of harm, passages: ${shares.join(', ')}`);
		}
	}
}

async function share(guard: Guard, stage: Stage, texts: string[]): Promise<string> {
	let stopped = 0;
	for (const text of texts) stopped += Number((await guard.check(stage, text)).outcome !== 'pass');
	return `${((100 * stopped) / texts.length).toFixed(2)} % of ${texts.length}`;
}
