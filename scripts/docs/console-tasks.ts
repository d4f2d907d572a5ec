import type { Language } from '../../core/base/text/languages';
import { readers } from '../../test/console/tasks/readers';
import type { Role, Step, Target, Words } from '../../test/console/tasks/task';

/** Values that differ for each reader of the page. */
const values: Record<string, Words> = {
	instance: ['key of the instance', 'chave da instância'],
	key: ['name of the key', 'nome da chave'],
	customer: ['name of the customer', 'nome do cliente'],
	words: ['what the customer wrote', 'o que o cliente escreveu'],
	price: ['what you say about prices', 'o que você diz sobre preços'],
	company: ['name of the company', 'nome da empresa'],
};

const verbs: Record<Role, Words> = {
	link: ['Open', 'Abra'],
	button: ['Press', 'Pressione'],
	checkbox: ['Tick', 'Marque'],
	disclosure: ['Unfold', 'Expanda'],
	textbox: ['Go to', 'Vá a'],
	heading: ['Go to', 'Vá a'],
};

const rights: Words = ['Rights:', 'Direitos:'];

/** Writes the tasks of all readers into docs/console/tasks.md, or tasks.pt.md, after what the page says about them. */
export function writeTasks(page: string, language: Language): string {
	const index = language === 'pt' ? 1 : 0;
	const parts = readers.map(({ title, rights: scopes, tasks }) => [
		`## ${title[index]}`,
		`${rights[index]} ${scopes.map((scope) => `\`${scope}\``).join(', ')}.`,
		...tasks.flatMap((task) => [`### ${task.title[index]}`, writeSteps(task.steps, index)]),
	]);
	const head = page.split('\n## ')[0]!.trimEnd();
	return `${[head, ...parts.flat()].join('\n\n')}\n`;
}

const writeSteps = (steps: Step[], index: 0 | 1): string =>
	steps.map((step, number) => `${number + 1}. ${writeStep(step, index)}`).join('\n');

function writeStep(step: Step, index: 0 | 1): string {
	if (step.act === 'read') return `${['You read:', 'Você lê:'][index]} “${say(step.text, index)}”`;
	if (step.act === 'hear') return `${['You read and hear:', 'Você lê e ouve:'][index]} “${say(step.text, index)}”`;
	const named = writeTarget(step.target, index);
	if (step.act === 'write') return `${['Write', 'Escreva'][index]} “${say(step.text, index)}” ${['into', 'em'][index]} ${named}.`;
	const place = ['on the diagram', 'no diagrama'][index];
	if (step.act === 'find') return `${['Find', 'Encontre'][index]} ${[named, step.target.isElement && place].filter(Boolean).join(' ')}.`;
	return `${verbs[step.target.role][index]} ${named}.`;
}

function writeTarget({ name, row, table }: Target, index: 0 | 1): string {
	const named = `**${say(name, index)}**`;
	if (table) return `${named} ${['in the table', 'na tabela'][index]} “${say(table, index)}”`;
	return row === undefined ? named : `${named} ${['in the row of', 'na linha de'][index]} “${say(row, index)}”`;
}

const say = (words: Words, index: 0 | 1): string => words[index].replaceAll(/\{(\w+)\}/g, (_, name: string) => `‹${values[name]![index]}›`);
