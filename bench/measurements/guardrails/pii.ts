/**
 * Measures chat messages of about 180 bytes searched for personal data per second of processor time, all types and locales, on one thread,
 * in turns with Presidio's pattern recognisers and n8n's own Guardrails checks on the same messages. VALUE is the smaller of
 * ours / (20 x Presidio) and ours / (7 x n8n), by medians of the rounds. Of n8n's two figures, for all its 36 entities and for the seven of
 * every country, the faster counts. Goal: 1 or more.
 */
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { findPersonalData } from '../../../core/guardrails/personal-data/find-personal-data';
import { openPresidio, type Peer } from '../../peers/presidio';
import { chatMessages } from '../../samples/chats';
import { createChance } from '../../samples/sample';

const rounds = Number(process.env.BENCH_ROUNDS ?? 5);
/** A turn is filled with passes, so that warming up compiled code does not count. */
const turnSeconds = 1.5;
const messages = chatMessages(1_000, createChance(5));

export async function run(): Promise<string> {
	const bytes = messages.reduce((sum, message) => sum + Buffer.byteLength(message), 0) / messages.length;
	console.log(
		`${messages.length} messages of ${bytes.toFixed(0)} bytes, ${messages.filter((text) => findPersonalData(text).length > 0).length} with personal data`,
	);
	const peers = [ours(), await openN8n('n8n, 36 entities'), await openN8n('n8n, 7 entities', seven), await openPresidio(messages)];
	const rates = new Map<string, number[]>(peers.map(({ name }) => [name, []]));
	try {
		await takeTurns(peers, rates);
	} finally {
		peers.forEach(({ close }) => close());
	}
	const [own, ...others] = [...rates].map(([name, all]) => ({ name, median: all.toSorted((a, b) => a - b)[Math.floor(rounds / 2)]! }));
	for (const { name, median } of [own!, ...others])
		console.log(`${name}: ${median.toFixed(0)} messages/s (${(own!.median / median).toFixed(1)} x)`);
	const n8n = Math.max(...others.slice(0, 2).map(({ median }) => median));
	return Math.min(own!.median / (20 * others[2]!.median), own!.median / (7 * n8n)).toFixed(3);
}

async function takeTurns(peers: readonly Peer[], rates: ReadonlyMap<string, number[]>): Promise<void> {
	// The first round warms up.
	for (let round = -1; round < rounds; round++) {
		for (const { name, pass } of peers) {
			let passes = 0;
			let seconds = 0;
			do {
				seconds += await pass();
				passes++;
			} while (seconds < turnSeconds);
			if (round >= 0) rates.get(name)!.push((passes * messages.length) / seconds);
		}
	}
}

function ours(): Peer {
	return { name: 'ours', pass: async () => timed((text) => findPersonalData(text)), close: () => undefined };
}

const seven = ['CREDIT_CARD', 'CRYPTO', 'EMAIL_ADDRESS', 'IBAN_CODE', 'IP_ADDRESS', 'PHONE_NUMBER', 'US_SSN'];

type CheckMaker = (config: { entities: string[] }) => (text: string) => unknown;

/** Loads the function of n8n's Guardrails node from the n8n of the tests. */
async function openN8n(name: string, chosen?: string[]): Promise<Peer> {
	const { ensureN8nHost } = (await import(resolve('scripts/lib/n8n-host.mjs'))) as {
		ensureN8nHost(options: { progress(line: string): void }): Promise<{ folder: string }>;
	};
	const { folder } = await ensureN8nHost({ progress: (line) => console.error(line) });
	const { PIIEntity, createPiiCheckFn } = createRequire(join(folder, 'package.json'))(
		join(folder, 'node_modules/@n8n/n8n-nodes-langchain/dist/nodes/Guardrails/actions/checks/pii.js'),
	) as { PIIEntity: Record<string, string>; createPiiCheckFn: CheckMaker };
	const check = createPiiCheckFn({ entities: chosen ?? Object.values(PIIEntity) });
	// Each of its expressions has a time limit, which a busy machine exceeds; the message then counts as done.
	const checked = (text: string): unknown => {
		try {
			return check(text);
		} catch (error) {
			return error;
		}
	};
	return { name, pass: async () => timed(checked), close: () => undefined };
}

/** Measured in processor time, which other load does not affect. */
function timed(work: (text: string) => unknown): number {
	const start = process.cpuUsage();
	for (const message of messages) work(message);
	const { user, system } = process.cpuUsage(start);
	return (user + system) / 1_000_000;
}
