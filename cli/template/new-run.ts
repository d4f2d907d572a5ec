import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { TroupeError } from '../../core/base/errors';
import { templateFile } from '../../core/templates/parse-template';
import type { TemplateDescription, TemplateFile, TemplateFileKind } from '../../core/templates/template';
import { completeTemplate } from '../../providers/compose/templates/find-template';
import { listFiles } from '../../providers/files/template-folder';
import { createFile, makeFolder } from '../terminal/replace-file';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';

/** Writes `template.json` for the files that are there, or a small template where there are none. */
export async function runTemplateNew(path: string, terminal: Terminal): Promise<ExitCode> {
	const folder = resolve(path);
	if (existsSync(join(folder, templateFile))) throw exists(folder);
	const id = toId(basename(folder));
	makeFolder(folder);
	const found = await listFiles(folder);
	const starter = found.length === 0 ? starterFiles(id) : [];
	for (const { path: name, content } of starter) {
		makeFolder(join(folder, ...name.split('/').slice(0, -1)));
		createFile(join(folder, name), content, 0o644);
	}
	const files = (starter.length > 0 ? starter.map((file) => file.path) : found).map((name): TemplateFile => ({
		path: name,
		kind: guessKind(name),
	}));
	const description = describe(id, files);
	const template = await completeTemplate(description, folder);
	createFile(join(folder, templateFile), `${JSON.stringify(description, null, '\t')}\n`, 0o644);
	terminal.print(join(folder, templateFile));
	for (const file of template.files) terminal.print(`  ${printable(file.path)} (${file.kind})`);
	terminal.note(
		'Write its purpose, its parameters, and @{name} in the files where a value belongs. Check it with `troupe template show FOLDER`.',
	);
	return 0;
}

function describe(id: string, files: TemplateFile[]): TemplateDescription {
	return {
		id,
		version: '1.0.0',
		name: `${id[0]!.toUpperCase()}${id.slice(1).replaceAll('-', ' ')}`,
		purpose: 'Says in one sentence what it is for.',
		category: 'support',
		keywords: [],
		needs: [],
		parameters: [{ name: 'company', title: 'Name of the company', type: 'text', default: 'Casa Aurora' }],
		files,
	};
}

const toId = (name: string): string =>
	name
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '-')
		.replace(/^-+|-+$/g, '')
		.slice(0, 63) || 'template';

const endings: Array<[RegExp, TemplateFileKind]> = [
	[/\.case\.json$/, 'case'],
	[/\.recording\.json$/, 'recording'],
	[/workflow\.json$/, 'workflow'],
	[/\.bpmn$/, 'process'],
	[/\.dmn$/, 'decision'],
	[/\.form$/, 'form'],
	[/(^|\/)agents?(\/|\.json$).*json$|(^|\/)agent\.json$/, 'agent'],
	[/(^|\/)prompts?\//, 'prompt'],
	[/(^|\/)polic(y|ies)\//, 'policy'],
	[/(^|\/)(documents?|handbook)\//, 'document'],
];

const guessKind = (path: string): TemplateFileKind => endings.find(([ending]) => ending.test(path))?.[1] ?? 'text';

const exists = (folder: string): TroupeError =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `${folder} has a ${templateFile} already.`,
		fix: 'Change that file, or name another folder.',
	});

/** A small template that works without a key: an agent that answers from a document. */
function starterFiles(id: string): Array<{ path: string; content: string }> {
	const agent = {
		id: `${id}-agent`.slice(0, 63),
		version: '1.0.0',
		name: '@{company} answers',
		purpose: 'Answers questions about @{company} from its handbook.',
		capabilities: ['questions'],
		prompt: 'You answer customers of @{company} from its handbook, in their language, in one to three short sentences.',
		model: { route: [{ provider: 'openai', model: 'gpt-4.1-mini' }], extractive: true },
		knowledge: { documents: 'handbook', passages: 4, citations: 'required' },
		memory: { turns: 6 },
		guardrails: { personalData: { types: ['EMAIL_ADDRESS', 'PHONE_NUMBER'], action: 'token' } },
		limits: { messageCharacters: 4000, modelCalls: 3, outputTokens: 600, wallClockMs: 60_000 },
	};
	return [
		{ path: `agents/${agent.id}/agent.json`, content: `${JSON.stringify(agent, null, '\t')}\n` },
		{
			path: `agents/${agent.id}/handbook/opening-hours.md`,
			content: '# Opening hours\n\n@{company} is open from Monday to Friday, from 9 am to 6 pm.\n',
		},
	];
}
