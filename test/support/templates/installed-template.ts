/** The templates of the package, installed with their defaults, and a stand-in of the model that answers as recorded. */
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fillFile } from '../../../core/templates/fill-file';
import { chooseValues } from '../../../core/templates/parameter-values';
import type { Template } from '../../../core/templates/template';
import { readTemplateFolder } from '../../../providers/compose/templates/find-template';
import type { FakeReply } from '../../../sandbox/fakes/fake-server';

const root = resolve(__dirname, '../../../providers/compose/templates/ready');

const foldersWith = (pattern: string): string[] => [...new Set(globSync(pattern, { cwd: root }).map((path) => dirname(path)))].sort();

/** The ids of all templates of the package. */
export const templateIds = foldersWith('*/template.json');
/** Those with a process and a workflow; the others are an agent alone. */
export const processTemplateIds = foldersWith('*/*.bpmn');

/** What was said to a template and what its models answered, in order. */
export interface Recording {
	name: string;
	/** The files that it was recorded with. */
	process: string;
	workflow: string;
	/** The variables that start the process, and the fields of the form or the chat in n8n. */
	input: Record<string, unknown>;
	/** What people set in the tasks of the process, in order. */
	people?: object[];
	models: Array<{ text: string } | { output: unknown }>;
	/** A part of the result, in the process and in the last node of the workflow. */
	expect: Record<string, unknown>;
}

export interface InstalledTemplate {
	template: Template;
	/** Whether its process runs nodes of n8n. */
	usesNodes: boolean;
	folder: string;
	recordings: Recording[];
	read(path: string): string;
	remove(): void;
}

/** Fills a template in with its defaults, in a folder of its own. */
export async function installTemplate(id: string): Promise<InstalledTemplate> {
	const template = await readTemplateFolder(join(root, id));
	const values = chooseValues(template, {});
	const folder = mkdtempSync(join(tmpdir(), `troupe-template-${id}-`));
	for (const file of template.files) {
		mkdirSync(dirname(join(folder, file.path)), { recursive: true });
		writeFileSync(join(folder, file.path), fillFile(file, values));
	}
	const read = (path: string) => readFileSync(join(folder, path), 'utf8');
	const paths = template.files.filter(({ kind }) => kind === 'recording').map(({ path }) => path);
	const recordings = paths.map((path) => ({
		name: basename(path, '.recording.json'),
		...(JSON.parse(read(path)) as Omit<Recording, 'name'>),
	}));
	const usesNodes = template.files.some(({ content }) => content.includes('troupe:n8n-node'));
	return { template, usesNodes, folder, recordings, read, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** What the stand-in of a model answers. */
export const recordedReplies = ({ models }: Recording): FakeReply[] =>
	models.map((answer) => ({ text: 'text' in answer ? answer.text : JSON.stringify(answer.output) }));
