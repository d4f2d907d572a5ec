import { join } from 'node:path';
import { chain, endEvent, messageCatch, processModel, startEvent } from '../../test/contract/model-builder';
import { openEmbeddedEngine } from '../../engine-adapter/embedded/open-embedded-engine';
import { openChannels } from '../../providers/compose/channels/open-channels';
import { closeOpened } from '../../providers/compose/open-once';
import { openGate } from '../../test/fakes/permissive-gate';
import { endReceipts, takeReceipts } from '../../test/support/channels/take-receipts';
import { fillWithPerson, valuesOf } from '../../test/support/privacy/fill-with-person';
import { copyPeople } from './copy-people';

const waits = processModel('waits', [
	startEvent(),
	messageCatch('reply', 'hello', '=personId'),
	endEvent(),
	...chain('start', 'reply', 'end'),
]);
const ends = processModel('ends', [startEvent(), endEvent(), ...chain('start', 'end')]);
const startedAtOnce = 200;

export interface FilledPerson {
	id: string;
	phone: string;
	/** Everything that must be found nowhere afterwards. */
	values: string[];
	/** Names the values that are stored in clear before the forgetting. */
	inClear: string[];
}

export const hostOf = (stateFolder: string) => ({ gate: openGate(), agentFolders: [], providers: {}, stateFolder, database: '' });

/** A person in each store, with a process that waits and one that ended. */
export async function addPerson(who: string, home: string): Promise<FilledPerson> {
	await endWaiting(home);
	const id = await fillWithPerson(who, hostOf(home));
	// The tie to a desk stays with the id that the desk made of the conversation.
	const { desk, ...values } = valuesOf(who);
	await startProcesses([{ id, phone: values.phone, who }], home, 'waits');
	await startProcesses([{ id, phone: values.phone, who }], home, 'ends');
	const { mail: _mail, noted: _noted, request: _request, ...inClear } = values;
	return { id, phone: values.phone, values: Object.values(values), inClear: Object.values(inClear) };
}

/** The last person left a request that nobody took; it would be taken for one of the next. */
async function endWaiting(home: string): Promise<void> {
	const { receipts } = await openChannels({ ...hostOf(home), tenant: 'default' });
	for (let work = await takeReceipts(receipts); work; work = await takeReceipts(receipts)) await endReceipts(receipts, work);
}

/** Letters, by which a person's values are told from those of others. */
export const nameNumber = (number: number): string =>
	[...number.toString().padStart(3, '0')].map((digit) => 'abcdefghij'[Number(digit)]).join('');

/** Fills the state and the memory of a home with people who are alike, and its engine with a process of each. */
export async function fillWithCrowd(count: number, templates: number, home: string): Promise<void> {
	for (let number = 0; number < templates; number++) await fillWithPerson(`t${nameNumber(number)}`, hostOf(home));
	await closeOpened();
	const rows = copyPeople(home, Math.ceil(count / templates) - 1);
	console.log(`${rows} rows of ${count} people`);
	const people = Array.from({ length: count }, (_, number) => ({
		id: `crowd-${number}`,
		phone: `${5_544_600_000_000 + number}`,
		who: 'crowd',
	}));
	await startProcesses(
		people.filter((_, number) => number % 3 === 0),
		home,
		'waits',
	);
	await startProcesses(
		people.filter((_, number) => number % 3 > 0),
		home,
		'ends',
	);
}

interface Started {
	id: string;
	phone: string;
	who: string;
}

async function startProcesses(people: readonly Started[], home: string, processId: 'waits' | 'ends'): Promise<void> {
	const engine = await openEmbeddedEngine({ file: join(home, 'engine.db') });
	try {
		await engine.deploy([waits, ends]);
		for (let from = 0; from < people.length; from += startedAtOnce)
			await Promise.all(
				people
					.slice(from, from + startedAtOnce)
					.map(({ id, phone, who }) =>
						engine.start({ processId, variables: { personId: id, phone: `+${phone}`, wish: `${who}qzsaid, and more than that` } }),
					),
			);
	} finally {
		await engine.close();
	}
}
