/**
 * Writes messages of customers and their answers with and without keys of conversations, in turn, so that both meet the same disk. The value is the
 * processor's time with keys divided by that without, which other programs of the machine do not change. Also printed: the time by the clock, and both
 * for reading the last 50 messages of each conversation, for storing and applying requests of providers, and for searching them for a person.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultMailboxRules } from '../../../core/ports/channels/mailbox-rules';
import { createVaultKeys } from '../../../core/guardrails/vault/vault-keys';
import { composeKeySeal } from '../../../providers/compose/channels/open-key-seal';
import { type ChannelStores, openChannelStores } from '../../../providers/state/channels/open-channel-stores';
import { endReceipts, takeReceipts } from '../../../test/support/channels/take-receipts';
import { renewConversationKeys } from '../../../providers/state/channels/sealed/renew-keys';
import { median, timed } from '../../timed';

const messages = Number(process.env.BENCH_MESSAGES ?? 10_000);
const conversations = Number(process.env.BENCH_CONVERSATIONS ?? 500);
const requests = Number(process.env.BENCH_REQUESTS ?? 10_000);
const rounds = Number(process.env.BENCH_ROUNDS ?? 5);
const rules = { ...defaultMailboxRules, maxMessagesPerMinute: messages };
/** As long as people write. */
const words = 'Good morning, I bought a mower from you last week and it does not start any more. ';
const seal = composeKeySeal(createVaultKeys(Buffer.alloc(32, 5)));

export async function run(): Promise<number> {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-sealed-messages-'));
	const names = (tenant: string, name: string) => `${tenant} ${name}`;
	const stores = [true, false].map((isSealed) =>
		openChannelStores(join(folder, `${isSealed}.db`), {
			openNames: () => Promise.resolve(names),
			...(isSealed && { openKeySeal: () => Promise.resolve(seal) }),
		}),
	);
	try {
		const ratios: number[] = [];
		for (let round = 0; round < rounds; round += 1) {
			const [sealed, plain] = await inTurn(stores, round, (one) => write(one, round));
			ratios.push(sealed.cpuMs / plain.cpuMs);
			console.log(`round ${round + 1}, ${messages / rounds} messages: ${describe(sealed)} with keys, ${describe(plain)} without`);
		}
		const [sealed, plain] = await inTurn(stores, 0, read);
		console.log(`read: ${describe(sealed)} with keys, ${describe(plain)} without, ratio ${(sealed.cpuMs / plain.cpuMs).toFixed(2)}`);
		const begunAt = performance.now();
		const { renewed } = await renewConversationKeys(join(folder, 'true.db'), seal, { signal: new AbortController().signal });
		const renewalMs = performance.now() - begunAt;
		console.log(`new keys: ${renewed} conversations with ${messages} texts in ${Math.round(renewalMs)} ms`);
		for (const [what, work] of [
			['receive', receive],
			['search for a person', search],
		] as const) {
			const [opened, clear] = await inTurn(stores, 1, work);
			const ratio = (opened.cpuMs / clear.cpuMs).toFixed(2);
			console.log(`${what}, ${requests} requests: ${describe(opened)} with keys, ${describe(clear)} without, ratio ${ratio}`);
		}
		return Math.round(median(ratios) * 100) / 100;
	} finally {
		await Promise.all(stores.map((one) => one.close()));
		rmSync(folder, { recursive: true, force: true });
	}
}

interface Taken {
	cpuMs: number;
	clockMs: number;
}

const describe = ({ cpuMs, clockMs }: Taken) => `${Math.round(cpuMs)} ms (${Math.round(clockMs)} by the clock)`;

async function inTurn(stores: ChannelStores[], round: number, work: (one: ChannelStores) => Promise<void>): Promise<[Taken, Taken]> {
	const taken: Taken[] = [];
	for (const one of round % 2 === 0 ? stores : stores.toReversed()) {
		const before = process.cpuUsage();
		const clockMs = await timed(() => work(one));
		const { user, system } = process.cpuUsage(before);
		taken[stores.indexOf(one)] = { cpuMs: (user + system) / 1_000, clockMs };
	}
	return taken as [Taken, Taken];
}

/** Every second message is one of ours. */
async function write({ mailbox, outbox }: ChannelStores, round: number): Promise<void> {
	for (let number = 0; number < messages / rounds; number += 2) {
		const address = `55449${String(number % conversations).padStart(8, '0')}`;
		const id = `${round} ${number}`;
		const applied = await mailbox.apply(
			{
				kind: 'message',
				key: id,
				id,
				address,
				at: Date.now(),
				author: 'contact',
				content: [{ kind: 'text', text: `${words}${id}` }],
				contact: [{ kind: 'phone', value: address, proof: 'provider' }],
			},
			// Its receipt is stored already, as that of a provider's request.
			{ tenant: 'default', channel: 'sales', receipt: id },
			rules,
		);
		if (applied.kind !== 'message') throw new Error(`The message ${id} is ${applied.kind}.`);
		await outbox.enqueue('default', applied.conversation, [{ key: id, content: { kind: 'text', text: `${words}${id}` } }], {
			evenIfSilent: true,
		});
	}
}

async function read({ mailbox }: ChannelStores): Promise<void> {
	for (const { id } of await mailbox.list('default', {}, conversations)) await mailbox.readMessages('default', id, 50);
}

/** As long as providers tell that a message was delivered. */
const requestOf = (number: number) =>
	JSON.stringify({
		entry: [
			{ changes: [{ value: { statuses: [{ id: `wamid.${number}`, recipient_id: 5_544_900_000_000 + number }], rest: words.repeat(8) } }] },
		],
	});

async function receive({ receipts }: ChannelStores): Promise<void> {
	const accept = (number: number) =>
		receipts.accept({ tenant: 'default', channel: 'sales', key: `${number}`, stored: requestOf(number), receivedAt: Date.now() });
	for (let from = 0; from < requests; from += 500)
		await Promise.all(Array.from({ length: Math.min(500, requests - from) }, (_, index) => accept(from + index)));
	for (let work = await takeReceipts(receipts); work; work = await takeReceipts(receipts)) await endReceipts(receipts, work);
}

/** Forgets a contact, whose requests are looked for. */
async function search({ mailbox, contacts }: ChannelStores): Promise<void> {
	const [first] = await mailbox.list('default', {}, 1);
	await contacts.forget('default', first!.contact);
}
