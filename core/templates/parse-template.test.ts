import { chooseValues } from './parameter-values';
import { parseTemplate, parseTemplateDescription } from './parse-template';

const file = { path: 'agents/a/agent.json', kind: 'agent', content: '{"name": "@{company}"}' };
const template = {
	...{ id: 'mine', version: '1.0.0', name: 'Mine', purpose: 'Says what it is for.', category: 'support' },
	parameters: [{ name: 'company', title: 'Company', type: 'text' }],
	files: [file],
};
const choice = { name: 'tone', title: 'Tone', type: 'choice', choices: ['kind', 'short'] };

test('reads a template and fills in what it leaves out', async () => {
	expect(await parseTemplate(template, 'it')).toMatchObject({ keywords: [], needs: [], files: [file] });
});

test.each([
	['an unknown field', { more: 1 }, 'the document has the unknown field "more"'],
	['a version that is not one', { version: '1' }, 'version must match'],
	['a path that leaves the folder', { files: [{ ...file, path: '../a.json' }] }, 'files.0.path must match'],
	['an absolute path', { files: [{ ...file, path: '/etc/a' }] }, 'files.0.path must match'],
	['a hidden file', { files: [{ ...file, path: '.git/config' }] }, 'files.0.path must match'],
	['a path of Windows', { files: [{ ...file, path: 'a\\b' }] }, 'files.0.path must match'],
	['two files of one name', { files: [file, { ...file, path: 'Agents/a/agent.json' }] }, 'files: agents/a/agent.json is listed twice'],
	['its own description', { files: [{ ...file, path: 'template.json' }] }, 'template.json is not a file of it'],
	[
		'a script',
		{ files: [{ ...file, path: 'a/index.js', kind: 'text' }] },
		'a/index.js must end with .md or .txt or .csv, because its kind is text',
	],
	['a package', { files: [{ ...file, path: 'node_modules/n8n/agent.json' }] }, 'uses the name node_modules, which a template must not use'],
	[
		'the description of one',
		{ files: [{ ...file, path: 'agents/Package.json' }] },
		'uses the name Package.json, which a template must not use',
	],
	['a file without content', { files: [{ path: 'a.md', kind: 'text' }] }, 'the content of a.md is missing'],
	['a placeholder without a parameter', { parameters: [] }, 'agents/a/agent.json has @{company}, but no parameter has this name'],
	['a file that is not JSON', { files: [{ ...file, content: '{' }] }, 'agents/a/agent.json is not JSON'],
	['two parameters of one name', { parameters: [template.parameters[0], template.parameters[0]] }, 'company is listed twice'],
	[
		'a choice without choices',
		{ parameters: [{ ...choice, name: 'company', choices: undefined }] },
		'parameters.0 (company) must have choices',
	],
	[
		'a default that is not a choice',
		{ parameters: [{ ...choice, name: 'company', default: 'rude' }] },
		'default must be one of kind, short',
	],
	['files that are too long together', { files: [{ ...file, content: JSON.stringify('x'.repeat(160_000)) }] }, 'the max is 160000'],
])('refuses %s', async (_, change, problem) => {
	await expect(parseTemplate({ ...template, ...change }, 'it')).rejects.toMatchObject({
		code: 'TEMPLATE_INVALID',
		message: expect.stringContaining(problem) as string,
	});
});

test('template.json does not hold the contents of its files', async () => {
	await expect(parseTemplateDescription(template, 'it')).rejects.toThrow('the content of agents/a/agent.json is in it');
});

describe('the values of parameters', () => {
	const parameters = [
		{ name: 'company', title: 'Company', type: 'text' as const },
		{ name: 'days', title: 'Days', type: 'number' as const, default: 30 },
		{ name: 'open', title: 'Open', type: 'boolean' as const, default: false },
		{ ...choice, type: 'choice' as const, default: 'kind' },
	];
	const choose = (given: Parameters<typeof chooseValues>[1]) => chooseValues({ id: 'mine', parameters }, given);

	it('are what was given, converted, else the defaults', () => {
		expect(choose({ company: 'Sul', days: '14.5', open: 'true' })).toEqual({ company: 'Sul', days: 14.5, open: true, tone: 'kind' });
	});

	it.each([
		[{}, 'company is missing: Company'],
		[{ company: 'a', day: '3' }, 'it has no parameter day (it has company, days, open, tone)'],
		[{ compani: 'a' }, 'it has no parameter compani (did you mean company?)'],
		[{ company: 'a', days: 'three' }, 'days must be a number'],
		[{ company: 'a', open: 'maybe' }, 'open must be a boolean'],
		[{ company: 'a', tone: 'rude' }, 'tone must be one of kind, short'],
		[{ company: 'a\nb' }, 'company must be one line'],
		[{ company: '' }, 'company must have 1 to 2000 characters'],
	])('refuses %j', (given, problem) => {
		expect(() => choose(given)).toThrow(problem);
	});
});
