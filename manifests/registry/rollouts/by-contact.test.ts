import { Range } from 'semver';
import { chooseVersion } from '../resolve/choose-version';
import { nameByContact } from './by-contact';

const versions = [
	{ version: '1.0.0', state: 'approved' as const },
	{ version: '1.1.0', state: 'approved' as const },
];
const rollout = (percent: number, id = nameByContact('r1')) => ({
	...{ id, kind: 'agent' as const, package: 'support', from: '1.0.0', to: '1.1.0', percent, state: 'running' as const },
});
const choose = (percent: number, instance: string, contact?: string, id?: string) => {
	const choice = chooseVersion(versions, new Range('*'), [rollout(percent, id)], instance, contact);
	return choice.kind === 'chosen' ? { version: choice.version.version, isReported: choice.rollout !== undefined } : undefined;
};
const contacts = Array.from({ length: 400 }, (_, index) => `person-${index}`);

test('a contact keeps its version on every instance, and stays with the new one when the share rises (langfuse/langfuse-docs#2166)', () => {
	const onOne = contacts.map((contact) => choose(30, 'n8n-1', contact)!.version);
	expect(contacts.map((contact) => choose(30, 'worker-7', contact)!.version)).toEqual(onOne);
	const later = contacts.map((contact) => choose(60, 'n8n-1', contact)!.version);
	expect(onOne.every((version, index) => version === '1.0.0' || later[index] === '1.1.0')).toBe(true);
	const share = onOne.filter((version) => version === '1.1.0').length / contacts.length;
	expect(share).toBeGreaterThan(0.2);
	expect(share).toBeLessThan(0.4);
});

test('the next rollout draws its groups again', () => {
	const first = contacts.map((contact) => choose(50, 'n8n-1', contact)!.version);
	const second = contacts.map((contact) => choose(50, 'n8n-1', contact, nameByContact('r2'))!.version);
	expect(first.filter((version, index) => version !== second[index]).length).toBeGreaterThan(100);
});

test('both groups report; a rollout by instance reports the new version only, whoever is answered', () => {
	expect(contacts.every((contact) => choose(50, 'n8n-1', contact)!.isReported)).toBe(true);
	const byInstance = new Set(contacts.map((contact) => choose(50, 'n8n-1', contact, 'r1')!.version));
	expect(byInstance.size).toBe(1);
	// Without a contact, the instance decides.
	expect(choose(50, 'n8n-1')).toEqual(choose(50, 'n8n-1'));
});
