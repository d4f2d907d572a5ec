/**
 * Serves the examples to n8n's page "Templates", when N8N_TEMPLATES_HOST is this address
 * (docs.n8n.io: "Configure a custom workflow templates library").
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const author = { id: 1, name: 'Troupe', username: 'Troupe', verified: false };
const sticky = 'n8n-nodes-base.stickyNote';

/**
 * @param {string} folder of the examples: one folder for each subject
 * @param {() => Promise<Array<{ name: string }>>} readNodeTypes n8n's own list, for the nodes' names and icons
 * @returns {import('./local-pages.mjs').Handler}
 */
export function exampleTemplates(folder, readNodeTypes) {
	let templates;
	return async (request) => {
		if (!/^\/(health|templates\/|workflows\/templates\/)/.test(request.path)) return undefined;
		templates ??= readTemplates(folder, await readNodeTypes());
		return answer(request, templates);
	};
}

function answer({ path, query }, templates) {
	const categories = templates.map(({ categories: [category] }) => category);
	const byId = (id) => templates.find((template) => template.id === Number(id));
	if (path === '/health') return json({ status: 'OK' });
	if (path === '/templates/categories') return json({ categories: distinct(categories) });
	if (path === '/templates/collections') return json({ collections: [] });
	if (path === '/templates/search') return json(search(templates, query));
	const template = byId(/^\/(?:templates\/workflows|workflows\/templates)\/(\d+)$/.exec(path)?.[1]);
	if (!template) return undefined;
	return json(path.startsWith('/templates/') ? { workflow: template } : template);
}

/** n8n identifies a template by a number. */
function readTemplates(folder, nodeTypes) {
	const subjects = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
	const files = subjects.flatMap(({ name: subject }) =>
		readdirSync(join(folder, subject), { recursive: true, encoding: 'utf8' }).map((file) => ({ subject, file })),
	);
	const examples = files.filter(({ file }) => file.endsWith('workflow.json')).sort((a, b) => rank(a) - rank(b));
	return examples.map(({ subject, file }, index) => {
		const path = join(folder, subject, file);
		const workflow = JSON.parse(readFileSync(path, 'utf8'));
		return { id: index + 1, createdAt: statSync(path).mtime.toISOString(), ...toTemplate(workflow, subject, nodeTypes) };
	});
}

/** The first examples to open come first; the others keep their order. */
function rank({ subject }) {
	const first = ['start-here', 'support'].indexOf(subject);
	return first === -1 ? 2 : first;
}

function toTemplate({ name, nodes, connections, pinData = {}, settings }, subject, nodeTypes) {
	const notes = nodes.filter(({ type }) => type === sticky);
	const types = new Set(nodes.map(({ type }) => type));
	return {
		name,
		description: notes.map(({ parameters }) => parameters.content).join('\n\n'),
		workflow: { name, nodes, connections, pinData, settings },
		// n8n lists each version of a node.
		nodes: distinct(nodeTypes.filter((nodeType) => types.has(nodeType.name) && nodeType.name !== sticky)),
		categories: [{ id: subject, name: toTitle(subject) }],
		image: [],
		user: author,
		totalViews: 0,
		// n8n then takes over the pinned items and shows "Ready to run".
		readyToDemo: Object.keys(pinData).length > 0,
	};
}

function search(templates, query) {
	const words = (query.get('search') ?? '').toLowerCase().split(/\s+/).filter(Boolean);
	const selected = (query.get('category') ?? '').split(',').filter(Boolean);
	const matches = templates.filter(({ name, description, categories: [category] }) => {
		const text = `${name} ${description}`.toLowerCase();
		return words.every((word) => text.includes(word)) && (selected.length === 0 || selected.includes(category.name));
	});
	const page = Number(query.get('page') ?? 1);
	const limit = Number(query.get('limit') ?? 20);
	return { totalWorkflows: matches.length, workflows: matches.slice((page - 1) * limit, page * limit), filters: [] };
}

/** Removes entries with the same name. */
function distinct(entries) {
	return [...new Map(entries.map((entry) => [entry.name, entry])).values()];
}

function toTitle(subject) {
	return subject.charAt(0).toUpperCase() + subject.slice(1).replaceAll('-', ' ');
}

function json(content) {
	return { status: 200, forEditor: true, headers: { 'content-type': 'application/json' }, body: JSON.stringify(content) };
}
