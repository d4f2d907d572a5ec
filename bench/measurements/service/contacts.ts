/**
 * Lets 1,000 made-up people write through five channels, in random order, under all names that providers have for them, and lists the contacts with
 * the command line. Numbers are written in several ways, typed wrongly by people, and some change hands. Counts people who became one by mistake,
 * and those who stayed two although webhooks proved that they are one. Goal: 0.
 */
import { Random } from '../../../test/contract/random/random';
import { openStoresOfHome } from '../../../test/support/channels/open-stores-of-home';
import { ChannelService } from '../../../test/package/channels/channel-service';
import { waitUntil } from '../../../test/support/wait-until';
import { type Doors, openDoors } from '../../people/doors';
import { createPeople, describePerson, type Name, type Person, type Said } from '../../people/person';
import { judgeContacts, type ListedContact } from '../../people/truth';

const count = Number(process.env.BENCH_PEOPLE ?? 1_000);
const seed = Number(process.env.BENCH_SEED ?? Date.now() % 1_000_000);
const atOnce = 16;
/** A busy machine applies some hundred webhooks a second. */
const applyMs = 300_000;

export async function run(): Promise<number> {
	console.log(`seed ${seed}`);
	const random = new Random(seed);
	const people = createPeople(count, random);
	const first = shuffle(
		people.flatMap((person) => describePerson(person, people, random)),
		random,
	);
	const { moved, said: moves } = moveNumbers(people, first, random);
	const after = shuffle(
		people.flatMap((person) => describePerson(person, people, random)).filter(({ names }) => !names.some(({ id }) => moved.has(id))),
		random,
	);
	const phases = [first, moves, after];
	const contacts = await hear(phases, random);
	const verdict = judgeContacts(contacts, phases.flat(), moved);
	console.log(
		`${people.length} people, ${phases.flat().length} webhooks, ${moved.size} numbers that changed hands, ${contacts.length} contacts`,
	);
	console.log(`false merges ${verdict.falseMerges}, missed merges ${verdict.missedMerges}, missing names ${verdict.missingNames}`);
	return verdict.falseMerges + verdict.missedMerges + verdict.missingNames;
}

/** A number of somebody whose account is known goes to somebody else, who writes with the number and an account of the same kind. */
function moveNumbers(people: readonly Person[], said: readonly Said[], random: Random): { moved: Map<string, number>; said: Said[] } {
	const moved = new Map<string, number>();
	const moves: Said[] = [];
	for (const { number, lines, accounts } of people) {
		const line = lines[0]!;
		const isKnown = said.some(({ person, names }) => person === number && names.includes(line) && names.includes(accounts.lid!));
		const next = people[number + 1];
		if (!isKnown || next?.accounts.lid === undefined || !random.chance(0.15)) continue;
		moved.set(line.id, next.number);
		moves.push({ person: next.number, names: [line, next.accounts.lid] });
	}
	return { moved, said: moves };
}

async function hear(phases: Said[][], random: Random): Promise<ListedContact[]> {
	const service = await ChannelService.start([]);
	const stores = openStoresOfHome(service.home);
	let doors: Doors | undefined;
	try {
		doors = await openDoors(service, random);
		for (const said of phases) {
			await sayAll(doors, said);
			const isApplied = async () => (await stores.receipts.list('default', { state: 'received' }, 1)).length === 0;
			await waitUntil('all webhooks to be applied', isApplied, { forMs: applyMs, everyMs: 200 });
		}
		const dead = await stores.receipts.list('default', { state: 'dead' }, 1);
		if (dead.length > 0) throw new Error(`A webhook was given up: ${dead[0]!.reason}`);
		const { printed } = await service.troupe(['contacts', 'list', '--limit', '10000', '--json']);
		return printed.trim().split('\n').map(readContact(phases.flat()));
	} finally {
		await Promise.all([stores.close(), service.close(), doors?.close()]);
	}
}

async function sayAll(doors: Doors, said: Said[]): Promise<void> {
	const waiting = [...said];
	const work = async () => {
		for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await doors.say(next);
	};
	await Promise.all(Array.from({ length: atOnce }, work));
}

const kinds: Record<string, Name['kind']> = { phone: 'line', lid: 'lid', bsuid: 'bsuid', 'parent-bsuid': 'parent', telegram: 'telegram' };

/** Finds the names of a listed contact among those that were said. What people typed proves nothing. */
function readContact(said: readonly Said[]): (line: string) => ListedContact {
	const ids = new Map<string, string>();
	for (const { names } of said)
		for (const { id, kind, written } of names) for (const text of written) ids.set(`${kind} ${text.replace('@lid', '')}`, id);
	return (line) => {
		const { aliases } = JSON.parse(line) as { aliases: Array<{ kind: string; value: string; proof: string }> };
		const proven = aliases.filter(({ proof }) => proof === 'provider');
		const names = proven.map(({ kind, value }) => {
			const inbox = /^chatwoot:chat-([ab])/.exec(kind)?.[1];
			return ids.get(`${inbox === undefined ? kinds[kind] : `inbox-${inbox}`} ${value.replace('+', '')}`) ?? `unknown ${kind} ${value}`;
		});
		return { names };
	};
}

function shuffle<Item>(items: Item[], random: Random): Item[] {
	const shuffled = [...items];
	for (let index = shuffled.length - 1; index > 0; index--) {
		const other = random.between(0, index);
		[shuffled[index], shuffled[other]] = [shuffled[other]!, shuffled[index]!];
	}
	return shuffled;
}
