import { globSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { INodeProperties } from 'n8n-workflow';
import { credentialFiles, loadCredential, loadNode, nodeFiles } from '../../test/shared/package-files';
import { nameField } from './name-field';

const properties = [{ displayName: 'Agent Definition', name: 'definition' }] as INodeProperties[];

it('names a field by the label that its panel shows', () => {
	expect(nameField(properties, 'definition')).toBe('The field "Agent Definition"');
});

it('names an option by its label too', () => {
	const options = [{ displayName: 'Person ID', name: 'personId' }];
	expect(nameField([{ displayName: 'Options', name: 'options', options } as INodeProperties], 'options.personId')).toBe(
		'The field "Person ID"',
	);
});

it('falls back to the name of the parameter', () => {
	expect(nameField(properties, 'prompt')).toBe('The field "prompt"');
});

const sourcesIn = (folder: string): string[] => globSync(`${folder}/**/*.ts`).filter((file) => !file.endsWith('.test.ts'));
const nodes = nodeFiles.map((file) => ({ folder: dirname(file), fields: loadNode(file).description.properties }));

/** All labels of a form, those inside collections too. */
function listLabels(form: unknown): string[] {
	if (Array.isArray(form)) return form.flatMap(listLabels);
	if (typeof form !== 'object' || form === null) return [];
	const { displayName, options, values } = form as { displayName?: string; options?: unknown; values?: unknown };
	return [...(displayName ? [displayName] : []), ...listLabels(options), ...listLabels(values)];
}

const readers = /\b(?:readText|readGivenText|readLocator|readManifest|readKey|toKey|nameField)\((?:[^()]*, )?'([\w.]+)'/g;

describe.each(nodes)('$folder', ({ folder, fields }) => {
	const sources = sourcesIn(folder).map((file) => readFileSync(file, 'utf8'));

	it('reads only fields that its panel labels', () => {
		const names = sources.flatMap((text) => [...text.matchAll(readers)].map(([, parameter]) => parameter!));
		expect(names.filter((parameter) => nameField(fields, parameter) === `The field "${parameter}"`)).toEqual([]);
	});

	it('quotes only labels of its panel and of credentials in errors', () => {
		const labels = new Set([...listLabels(fields), ...credentialFiles.flatMap((file) => listLabels(loadCredential(file).properties))]);
		const quoted = sources.flatMap((text) =>
			[...text.matchAll(/\b(?:field|option|[Cc]hange|[Ss]et) \\?"([A-Z][^"$\\]*)\\?"/g)].map(([, label]) => label!),
		);
		expect(quoted.filter((label) => !labels.has(label))).toEqual([]);
	});
});
