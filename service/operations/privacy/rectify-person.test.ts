import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEvents } from '../../../providers/compose/events/events';
import { openChannels } from '../../../providers/compose/channels/open-channels';
import { runMemoryTask } from '../../../providers/compose/memory/memory';
import { closeOpened } from '../../../providers/compose/open-once';
import { openGate } from '../../../test/fakes/permissive-gate';
import { hearPerson } from '../../../test/support/privacy/hear-person';
import { callTroupe } from '../../../test/support/test-terminal';
import { findContact } from '../contacts/contacts';
import { rectifyPerson } from './rectify-person';

const signal = new AbortController().signal;
const [phone, other] = ['5544988880001', '5544988880002'];

let home: string;
const host = () => ({ ...{ gate: openGate(), agentFolders: [], providers: {}, stateFolder: home, database: '', tenant: 'default' } });
const context = () => ({ host: host(), by: 'user:ana', signal });
const rectify = (more: object, person = `phone=+${phone}`) =>
	rectifyPerson.perform({ person, reason: 'She wrote to us', ...more }, context());
const hear = (number = phone, name = 'mary') => hearPerson(number, [{ kind: 'text', text: 'hello' }], host(), name);
beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), 'troupe-rectify-'));
});
afterEach(async () => {
	await closeOpened();
	rmSync(home, { recursive: true, force: true });
});

it('corrects a contact for good, with the reason in its log and an event without values (ArnasDon/wacrm#306)', async () => {
	const { contact } = await hear();
	expect(await rectify({ name: 'Maria Souza', email: 'maria@sol.example', company: 'Padaria Sol' })).toEqual({
		...{ contact, reached: [], notReached: [{ stores: ['companies of CRMs'], where: expect.any(String) as string }] },
		changes: [
			{ field: 'name', from: 'mary', to: 'Maria Souza' },
			{ field: 'company', from: null, to: 'Padaria Sol' },
			{ field: 'email', from: null, to: 'maria@sol.example' },
		],
	});
	await hear();
	const found = await findContact.perform({ contact: 'email=maria@sol.example' }, context());
	expect(found).toMatchObject({ id: contact, name: 'Maria Souza', company: 'Padaria Sol' });
	expect(found.changes.map(({ details }) => details.reason)).toContain('She wrote to us');
	const events = (await (await openEvents(host())).read('default', 0, 20)).filter(({ type }) => type === 'contact.rectified');
	expect(events.map(({ data }) => data)).toEqual([{ contact, fields: ['name', 'company', 'email'], by: 'user' }]);
});

it('refuses invalid addresses, numbers and names, and changes nothing then', async () => {
	await hear();
	const { contact: second } = await hear(other, 'Bia');
	const name = 'Maria';
	await expect(rectify({})).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	await expect(rectify({ name: ' ' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	await expect(rectify({ name, reason: ' ' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	await expect(rectify({ name, email: 'maria at sol' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	await expect(rectify({ name, phone: '12' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	await expect(rectify({ name, remove: ['+5544'] })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	await expect(rectify({ name, remove: [`phone=+${phone}`] })).rejects.toMatchObject({
		message: expect.stringContaining('provider') as string,
	});
	await expect(rectify({ name, remove: ['email=a@b.example'] })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	await expect(rectify({ name, phone: other })).rejects.toMatchObject({
		code: 'STATE_CONFLICT',
		message: expect.stringContaining(second) as string,
	});
	await expect(rectify({ name }, 'phone=+5544900000000')).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
	const { contacts } = await openChannels(host());
	expect((await contacts.list('default', 9)).map((one) => one.name)).toEqual(['Bia', 'mary']);
});

it('says that agents remember facts, which it does not change', async () => {
	const { contact } = await hear();
	await runMemoryTask({ operation: 'remember', person: contact, facts: [{ text: 'Is called Mary' }] }, host(), signal);
	expect((await rectify({ name: 'Maria' })).notReached).toEqual([
		{ stores: ['memory of agents'], where: expect.stringMatching(/^remembers 1 /) as string },
	]);
});

it('prints what changed, and what is so already', async () => {
	await hear();
	const troupe = (...args: string[]) => callTroupe(['privacy', 'rectify', `phone=+${phone}`, ...args], { TROUPE_HOME: home });
	const name = ['--name', 'Maria', '--reason', 'She wrote'];
	expect(await troupe(...name)).toMatchObject({ code: 0, printed: expect.stringContaining('name: mary is Maria now') as string });
	expect(await troupe(...name)).toMatchObject({ code: 0, noted: expect.stringContaining('Nothing to change here') as string });
	expect((await troupe('--name', 'Maria')).code).toBe(2);
	const asJson = await troupe('--email', 'maria@sol.example', '--reason', 'She wrote', '--json');
	expect(JSON.parse(asJson.printed)).toMatchObject({ changes: [{ field: 'email', to: 'maria@sol.example' }] });
	expect((await troupe('--remove', 'email=maria@sol.example', '--reason', 'Not hers')).printed).toContain(
		'alias: email=maria@sol.example is removed',
	);
	const shown = await callTroupe(['contacts', 'show', `phone=+${phone}`], { TROUPE_HOME: home });
	expect(shown.printed).toMatch(/rectified by user:.*name from mary to Maria because: She wrote/);
});
