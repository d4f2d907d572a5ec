import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Template } from '../../core/templates/template';
import { installTemplate } from './install-template';

const template = (version: string, parameters: Template['parameters']): Template => ({
	...{ id: 'greeter', version, name: 'Greeter', purpose: 'Greets.', category: 'service', keywords: [], needs: [], parameters },
	files: [{ path: 'policies/greeting.json', kind: 'policy', content: '{"limit": "@{limit}"}' }] as never,
});
const limit = { name: 'limit', title: 'Limit', type: 'number', default: 5 } as const;
const company = { name: 'company', title: 'Company', type: 'text' } as const;

let home: string;
beforeEach(() => void (home = mkdtempSync(join(tmpdir(), 'troupe-install-'))));
afterEach(() => rmSync(home, { recursive: true }));

const asked: string[] = [];
const install = (of: Template, values: Record<string, string | number>, dryRun = false) =>
	installTemplate(
		{ template: of, from: of.id },
		{ values, dryRun, allowOlder: false, require: (scope) => void asked.push(scope) },
		{ agentFolders: [join(home, 'agents')] },
	);

it('tells by a dry run what is missing, with the values of before, which a new version needs too', async () => {
	const first = template('1.0.0', [limit]);
	expect(await install(first, {}, true)).toMatchObject({ values: { limit: 5 }, missing: [], before: null });
	await install(first, { limit: 10 });
	expect(await install(first, {}, true)).toMatchObject({ values: { limit: 10 }, before: '1.0.0', scopes: [] });

	const second = template('2.0.0', [limit, company]);
	expect(await install(second, {}, true)).toMatchObject({
		...{ values: { limit: 10 }, missing: ['company'], before: '1.0.0', version: '2.0.0', files: [] },
	});
	await expect(install(second, {})).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	await install(second, { company: 'Casa' });
	expect(await install(second, {}, true)).toMatchObject({ values: { limit: 10, company: 'Casa' }, missing: [], before: '2.0.0' });
});

it('asks for the right to approve where a policy is written, and not where nothing changes', async () => {
	asked.length = 0;
	await install(template('1.0.0', [limit]), {});
	expect(asked).toEqual(['registry:approve']);
	await install(template('1.0.0', [limit]), {});
	expect(asked).toEqual(['registry:approve']);
	await install(template('1.0.0', [limit]), { limit: 6 });
	expect(asked).toEqual(['registry:approve', 'registry:approve']);
});
