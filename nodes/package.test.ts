import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { INodeProperties } from 'n8n-workflow';
import { parseAgentDefinition } from '../core/agents/definition/parse-agent-definition';
import { credentialFiles, loadCredential, loadNode, nodeFiles, readCodex, readJson } from '../test/shared/package-files';
import { defaultDefinition } from './TroupeAgent/request/default-definition';

/** docs/decisions/n8n/0089: n8n's own credentials that hold nothing but access to a model. */
const ownOfN8n = ['anthropicApi', 'cohereApi', 'googlePalmApi', 'ollamaApi', 'openAiApi'];

interface PackageJson {
	n8n: { nodes: string[]; credentials: string[] };
}

const { n8n } = readJson<PackageJson>('package.json');
const repository = 'https://github.com/troupe-agents/n8n-nodes-troupe/blob/main/';

describe('the package', () => {
	it('registers every node and credential that it holds, and no other', () => {
		const built = (file: string) => `dist/${file.replace(/\.ts$/, '.js')}`;
		expect([...n8n.nodes].sort()).toEqual(nodeFiles.map(built));
		expect([...n8n.credentials].sort()).toEqual(credentialFiles.map(built));
	});

	it('names no mail address, because nobody reads one: SECURITY.md says where to report', () => {
		for (const file of ['package.json', 'SECURITY.md']) expect(readFileSync(file, 'utf8')).not.toMatch(/[\w.+-]+@[\w-]+\.\w/);
	});

	it('tells its nodes and its credentials apart by their icons, in both themes', () => {
		const icons = [
			...nodeFiles.map((file) => [file, loadNode(file).description.icon] as const),
			...credentialFiles.map((file) => [file, loadCredential(file).icon] as const),
		].flatMap(([file, icon]) =>
			Object.values(icon as { light: string; dark: string }).map((place) => join(dirname(file), place.replace('file:', ''))),
		);
		const pictures = icons.map((icon) => readFileSync(icon, 'utf8').replace(/<title>.*<\/title>/, ''));
		expect(new Set(pictures).size).toBe(icons.length);
		expect(globSync('{nodes,credentials}/icons/*.svg')).toHaveLength(icons.length);
	});

	it('begins "Define as JSON" with a definition that is valid', async () => {
		await expect(parseAgentDefinition(defaultDefinition, 'the default')).resolves.toMatchObject({ id: 'assistant' });
	});
});

describe.each(nodeFiles)('%s', (file) => {
	const { description, methods } = loadNode(file);

	it('is named after its class, with a subtitle and icons for both themes', () => {
		const className = basename(file, '.node.ts');
		expect(description.name).toBe(className[0]!.toLowerCase() + className.slice(1));
		expect(description.subtitle).toMatch(/\S/);
		assertIcons(description.icon, file);
	});

	it('is documented, in its description and in its codex', () => {
		const codex = readCodex(file);
		expect(codex.node).toBe(`n8n-nodes-troupe.${description.name}`);
		expect(codex.categories).not.toHaveLength(0);
		const { primaryDocumentation, credentialDocumentation } = codex.resources;
		for (const url of [description.documentationUrl!, ...[...primaryDocumentation, ...credentialDocumentation].map((entry) => entry.url)])
			assertDocumented(url);
	});

	it('asks for credentials of this package, and of n8n for those that hold the key of a model alone', () => {
		const known = [...credentialFiles.map((path) => loadCredential(path).name), ...ownOfN8n];
		for (const { name } of description.credentials ?? []) expect(known).toContain(name);
	});

	/** n8n goes by the first node that names a test for a credential. */
	it('has the tests of credentials that it names', () => {
		const named = (description.credentials ?? []).flatMap(({ testedBy = [] }) => testedBy);
		expect(Object.keys(methods?.credentialTest ?? {}).sort()).toEqual([...new Set(named)].sort());
	});

	/** As n8n's editor does: of a field whose options each name a credential it makes a choice of credentials, and hides what that depends on. */
	it('keeps its fields: the editor takes none of them for the choice of a credential', () => {
		const shownBy = (description.credentials ?? []).flatMap(({ displayOptions }) => Object.entries(displayOptions?.show ?? {}));
		for (const { name, options = [] } of description.properties) {
			const values = new Set(shownBy.filter(([field]) => field === name).flatMap(([, shown]) => (shown as unknown[]).map(String)));
			// The editor passes by a field without options.
			if (values.size > 0 && options.length > 0)
				expect(options.every((option) => 'value' in option && values.has(String(option.value)))).toBe(false);
		}
	});

	/** n8n's editor puts all of a node's credentials before the last field that shows one, if no field names their place. */
	it('keeps its other credentials away from the last field, which shows that of the database', () => {
		const { credentials = [], properties } = description;
		const names = credentials.map(({ name }) => name);
		const isPulled = properties.some(({ name, displayOptions }) => name === 'stateIn' && !displayOptions) && names.length > 1;
		if (isPulled) expect(properties.map(({ type }) => type)).toContain('credentials');
	});

	it('calls its credentials by names that tell them apart', () => {
		const names = (description.credentials ?? []).map(({ displayName }) => displayName);
		if (names.length > 1) expect(new Set(names.filter(Boolean)).size).toBe(names.length);
	});

	/** See nodes/shared/required-input.ts. */
	it('keeps no red triangle for an input that a field takes away', () => {
		expect(JSON.stringify(description.inputs)).not.toMatch(/\? \[[^\]]*required: true/);
	});

	it('has one field of a name for each way it is shown', () => {
		const shown = description.properties.map(({ name, displayOptions }) => JSON.stringify([name, displayOptions?.show]));
		expect(new Set(shown).size).toBe(shown.length);
	});

	/** The editor has its own text for modes of these names, whatever their displayName is. */
	it('calls a mode of a resource locator as the editor does', () => {
		const ofEditor: Record<string, string> = { id: 'By ID', list: 'From List', url: 'By URL' };
		const modes = description.properties.flatMap(withNested).flatMap(({ modes = [] }) => modes);
		for (const { name, displayName } of modes) expect(displayName).toBe(ofEditor[name] ?? displayName);
	});
});

describe.each(credentialFiles)('%s', (file) => {
	const credential = loadCredential(file);

	it('is named after its class, with icons, a documentation page and a test', () => {
		const className = basename(file, '.credentials.ts');
		expect(credential.name).toBe(className[0]!.toLowerCase() + className.slice(1));
		assertIcons(credential.icon, file);
		assertDocumented(credential.documentationUrl!);
		expect(credential.test ?? testedByNode(credential.name)).toBeDefined();
	});

	it('hides what is secret', () => {
		const fields = credential.properties.flatMap((field) => (field.type === 'fixedCollection' ? listValues(field) : [field]));
		const secrets = fields.filter(({ name }) => /key|secret|password|^value$|^accessToken$/i.test(name));
		expect(secrets).not.toHaveLength(0);
		for (const { typeOptions } of secrets) expect(typeOptions).toMatchObject({ password: true });
	});
});

/** The test of a credential that a node makes. */
function testedByNode(credential: string): unknown {
	const tests = nodeFiles.map((file) => {
		const { description, methods } = loadNode(file);
		const { testedBy } = description.credentials?.find(({ name }) => name === credential) ?? {};
		return methods?.credentialTest?.[testedBy as string];
	});
	return tests.find(Boolean);
}

function withNested(field: INodeProperties): INodeProperties[] {
	const nested = (field.options ?? []).flatMap((option) => ('values' in option ? option.values : 'type' in option ? [option] : []));
	return [field, ...nested.flatMap(withNested)];
}

const listValues = ({ options = [] }: INodeProperties) => options.flatMap((option) => ('values' in option ? option.values : []));

function assertIcons(icon: unknown, file: string): void {
	const { light, dark } = icon as { light: string; dark: string };
	expect(light).not.toBe(dark);
	for (const path of [light, dark]) expect(existsSync(join(dirname(file), path.replace('file:', '')))).toBe(true);
}

function assertDocumented(url: string): void {
	expect(url.startsWith(repository)).toBe(true);
	expect(existsSync(url.slice(repository.length))).toBe(true);
}
