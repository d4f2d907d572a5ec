import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listFields } from '../../../core/base/privacy/personal-data';
import {
	chain,
	endEvent,
	messageCatch,
	processModel,
	scriptTask,
	serviceTask,
	startEvent,
	userTask,
} from '../../../test/contract/model-builder';
import type { EmbeddedEngine } from '../embedded-engine';
import { openEmbeddedEngine } from '../open-embedded-engine';
import { engineData } from '../state/engine-data';
import { TestClock } from '../../../test/support/engine/test-engine';
import { forgetInEngine } from './forget-person';
import { searchedPlaces } from './searched-places';

const ana = { conversation: '3f1c9a77-conversation', contact: '77aa10c2-contact', phone: '+5544991110001', email: 'ana.lima@example.com' };
const names = Object.values(ana);
/** Her words and name are in no list of names: they go with what names her. */
const values = [...names, '5544991110001', 'Ana Lima Sobrenome', 'quero um orçamento do galpão'];
const bia = { conversation: 'b-conversation', contact: 'b-contact-9', phone: '+5544992220002' };

const talk = (id: string) =>
	processModel(id, [
		startEvent(),
		userTask('answer', { native: true }),
		serviceTask('work'),
		messageCatch('reply', `${id}-reply`, '=conversation.id'),
		endEvent(),
		...chain('start', 'answer', 'work', 'reply', 'end'),
	]);
const models = [
	talk('talk'),
	processModel('short', [startEvent(), scriptTask('say', '="x"', 'said'), endEvent(), ...chain('start', 'say', 'end')]),
	processModel('waits', [startEvent(), messageCatch('reply', 'hello', '=conversation.id'), endEvent(), ...chain('start', 'reply', 'end')]),
];

let folder: string;
let file: string;
let engine: EmbeddedEngine;
beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-forget-'));
	file = join(folder, 'engine.db');
	engine = await openEmbeddedEngine({ file, clock: new TestClock() });
	await engine.deploy(models);
});
afterEach(async () => {
	await engine.close();
	rmSync(folder, { recursive: true, force: true });
});

const signal = new AbortController().signal;
const forget = (whom: readonly string[] = names) => forgetInEngine(engine, { tenantId: '<default>', names: whom }, signal);

const ofAna = {
	conversation: { id: ana.conversation, contact: ana.contact, address: '5544991110001' },
	personId: ana.contact,
	name: values.at(-2),
	message: values.at(-1),
	contactPhone: ana.phone,
	email: ana.email,
};
const ofBia = { conversation: { id: bia.conversation, contact: bia.contact }, personId: bia.contact, message: 'Olá' };

/** Lists the values that are left in a byte of the file or its journal. */
function listLeft(): string[] {
	const bytes = ['', '-wal'].flatMap((suffix) => (existsSync(file + suffix) ? [readFileSync(file + suffix)] : []));
	return values.filter((value) => bytes.some((content) => content.includes(value)));
}

const start = async (processId: string, variables: Record<string, unknown>) => (await engine.start({ processId, variables })).instanceKey;

async function fillWithAna(): Promise<string> {
	const active = await start('talk', ofAna);
	const [task] = await engine.searchUserTasks({ instanceKey: active });
	await engine.completeUserTask(task!.key, { answer: `Oi, ${String(ofAna.name)}` });
	const [job] = await engine.activate('contract-work', { limit: 1, timeoutMs: 60_000 });
	await engine.answer(job!.key, { kind: 'fail', message: `Cannot write to ${ana.email}`, retries: 0 } as never);
	await start('talk', ofAna);
	await start('waits', ofAna);
	await start('short', ofAna);
	await engine.publishMessage({
		name: 'nobody',
		correlationKey: ana.conversation,
		timeToLiveMs: 600_000,
		variables: ofAna,
		messageId: 'm1',
	});
	return active;
}

it('removes a person from every byte of the state, and nobody else', async () => {
	const active = await fillWithAna();
	const others = [await start('talk', ofBia), await start('short', ofBia)];
	expect(listLeft()).toEqual(values);
	expect(await forget()).toEqual({ cancelled: 3, instances: 4, messages: 1, left: [] });
	expect(listLeft()).toEqual([]);
	await expect(engine.findInstance(active)).rejects.toMatchObject({ code: 'INSTANCE_NOT_FOUND' });
	expect(await engine.findInstance(others[0]!)).toMatchObject({ state: 'ACTIVE' });
	expect(await engine.findInstance(others[1]!)).toMatchObject({ state: 'COMPLETED' });
	const orphans = await engine.read(({ database }) =>
		['job', 'user_task', 'incident', 'timer', 'message_subscription', 'element_instance', 'variable'].map(
			(table) => [table, database.get<{ rows: number }>(`SELECT count(*) AS rows FROM ${table}`)!.rows] as const,
		),
	);
	// The rows of the other person's task.
	expect(Object.fromEntries(orphans)).toMatchObject({
		job: 0,
		user_task: 1,
		incident: 0,
		timer: 0,
		message_subscription: 0,
		element_instance: 2,
	});
	expect(await forget()).toEqual({ cancelled: 0, instances: 0, messages: 0, left: [] });
});

it('rewrites the file at a second look only if something began since the first', async () => {
	const rewrite = jest.spyOn(engine, 'overwriteRemoved');
	const lookAgain = () => forgetInEngine(engine, { tenantId: '<default>', names, isSecondLook: true }, signal);
	await fillWithAna();
	await forget();
	expect(await lookAgain()).toEqual({ cancelled: 0, instances: 0, messages: 0, left: [] });
	expect(rewrite).toHaveBeenCalledTimes(1);
	await start('waits', ofAna);
	expect(await lookAgain()).toMatchObject({ cancelled: 1, instances: 1 });
	expect(rewrite).toHaveBeenCalledTimes(2);
	expect(listLeft()).toEqual([]);
});

it('goes on with an active instance that mentions the person among others, and says so', async () => {
	const report = { leads: [{ phone: ana.phone }, { phone: bia.phone }] };
	const shared = await start('waits', { ...report, conversation: { id: 'none' } });
	const ended = await start('short', report);
	expect(await forget()).toMatchObject({ cancelled: 0, instances: 1, left: [shared] });
	expect(await engine.findInstance(shared)).toMatchObject({ state: 'ACTIVE' });
	await expect(engine.findInstance(ended)).rejects.toMatchObject({ code: 'INSTANCE_NOT_FOUND' });
});

it('takes a longer number, and a short name in the data of others, for somebody else', async () => {
	const other = await start('waits', { conversation: { id: 'x' }, phone: '+55449911100015', note: 'ana' });
	expect(await forget(['5544991110001', 'ana'])).toEqual({ cancelled: 0, instances: 0, messages: 0, left: [] });
	expect(await engine.findInstance(other)).toMatchObject({ state: 'ACTIVE' });
	const own = await start('waits', { conversation: { id: 'y' }, personId: 'ana' });
	const ended = await start('short', { personId: 'ana' });
	expect(await forget(['ana'])).toMatchObject({ cancelled: 1, instances: 2 });
	for (const key of [own, ended]) await expect(engine.findInstance(key)).rejects.toMatchObject({ code: 'INSTANCE_NOT_FOUND' });
});

it.each(['JOSÉ-DA-SILVA', 'josé-da-silva', 'José-Da-Silva', 'ИВАН-ПЕТРОВ'])('finds %s however a process writes it', async (written) => {
	const name = written.startsWith('ИВАН') ? 'Иван-Петров' : 'José-da-Silva';
	await start('short', { about: `Call from ${written}.` });
	await start('waits', { contact: written, conversation: { id: 'z' } });
	expect(await forget([name])).toMatchObject({ cancelled: 1, instances: 2, left: [] });
});

it('starts nothing of a message that waited until the instance before it was over', async () => {
	await start('waits', ofAna);
	await engine.publishMessage({ name: 'later', correlationKey: ana.conversation, timeToLiveMs: 600_000, variables: ofAna });
	expect(await forget()).toMatchObject({ cancelled: 1, messages: 1 });
	expect(listLeft()).toEqual([]);
});

it('leaves the instances of another tenant', async () => {
	await engine.deploy(models, 'acme');
	const { instanceKey } = await engine.start({ processId: 'waits', variables: ofAna, tenantId: 'acme' });
	expect(await forget()).toMatchObject({ cancelled: 0, instances: 0 });
	expect(await engine.findInstance(instanceKey)).toMatchObject({ state: 'ACTIVE' });
});

it('searches every column in which a process can keep words or names', () => {
	const apart = new Set(['message', 'pending_step']);
	const told = Object.entries(engineData).flatMap(([table, data]) =>
		apart.has(table)
			? []
			: listFields(data)
					.filter(({ kind }) => ['words', 'identifier', 'reference'].includes(kind))
					.map(({ column }) => `${table}.${column}`),
	);
	const searched = new Set(searchedPlaces.flatMap(({ table, columns }) => columns.map((column) => `${table}.${column}`)));
	expect(told.filter((column) => !searched.has(column))).toEqual([]);
});
