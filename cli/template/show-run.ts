import type { TemplateParameter } from '../../core/templates/template';
import { showTemplate } from '../../service/operations/agents/templates';
import { callOperation } from '../services/call-operation';
import type { ExitCode } from '../terminal/report-error';
import { type Column, tableLines } from '../terminal/table-lines';
import { printable, type Terminal } from '../terminal/terminal';
import { openTemplateHost } from './template-host';

/** Prints a template as people decide about it, or as JSON with the contents of its files. */
export async function runTemplateShow(name: string, { json }: { json?: boolean }, terminal: Terminal): Promise<ExitCode> {
	const { template, source, from, warnings } = await callOperation(showTemplate, { template: name }, terminal, openTemplateHost);
	for (const warning of warnings) terminal.note(`warning: ${printable(warning)}`);
	if (json) {
		terminal.print(JSON.stringify({ source, ...template }, null, '\t'));
		return 0;
	}
	const { id, version, name: title, purpose, category, needs, parameters, files } = template;
	terminal.print(terminal.style('bold', printable(`${title} (${id} ${version}, ${category})`)));
	terminal.print(printable(purpose));
	terminal.print(terminal.style('dim', printable(`${sourceTexts[source]}: ${from}`)));
	for (const need of needs) terminal.print(`needs: ${printable(need)}`);
	terminal.print('');
	if (parameters.length === 0) terminal.print('It has no parameters.');
	else tableLines(parameterColumns, parameters, terminal).forEach(terminal.print);
	terminal.print('');
	tableLines(fileColumns, files, terminal).forEach(terminal.print);
	terminal.note(`install it with: troupe template install ${printable(name)}${chooseTexts(parameters)}`);
	return 0;
}

/** Returns the options that give the parameters without a default, such as ` --set company=…`. */
const chooseTexts = (parameters: readonly TemplateParameter[]): string =>
	parameters
		.filter((parameter) => parameter.default === undefined)
		.map(({ name }) => ` --set ${name}=…`)
		.join('');

const sourceTexts = {
	registry: 'published and approved in the registry',
	package: 'part of this package, whose manifest covers it',
	folder: 'a folder, which nobody has signed',
};

const parameterColumns: Array<Column<TemplateParameter>> = [
	{ name: 'name', title: 'Parameter', value: (one) => one.name },
	{ name: 'type', title: 'Type', value: ({ type, choices }) => (choices ? choices.join(' | ') : type) },
	{ name: 'default', title: 'Default', value: (one) => (one.default === undefined ? 'must be given' : String(one.default)) },
	{ name: 'title', title: 'What it is', value: ({ title, description }) => (description ? `${title}. ${description}` : title) },
];

const fileColumns: Array<Column<{ path: string; kind: string; content: string }>> = [
	{ name: 'path', title: 'File', value: ({ path }) => path },
	{ name: 'kind', title: 'Kind', value: ({ kind }) => kind },
	{ name: 'characters', title: 'Characters', numeric: true, value: ({ content }) => content.length },
];
