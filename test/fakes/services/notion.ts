/** Notion's API, as https://developers.notion.com/reference describes its versions before data sources. */
import type { OutsideAnswer, OutsideCall, OutsideService } from '../outside-world';
import { type Access, accessOf, refuseCall, type Refusals } from './access';
import { answerBy, type Route } from './routes';

export const notionToken = 'ntn_standIn';
/** The capabilities of an integration. */
export const notionScopes = ['read_content', 'insert_content', 'update_content'];

export interface NotionPage {
	id: string;
	title: string;
	/** The select properties, by name. */
	selects: Record<string, string>;
	/** The texts of its blocks. */
	blocks: string[];
}

export interface NotionDatabase {
	id: string;
	/** The name of the property that holds the titles. */
	titleProperty: string;
	selectProperties: string[];
	pages: NotionPage[];
}

type Body = Record<string, unknown>;

const problem = (status: number, code: string, message: string): OutsideAnswer => ({
	status,
	body: { object: 'error', status, code, message },
});
const refusals: Refusals = {
	unknown: problem(401, 'unauthorized', 'API token is invalid.'),
	tooMany: {
		...problem(429, 'rate_limited', 'You have been rate limited. Please try again in a few minutes.'),
		headers: { 'retry-after': '1' },
	},
	scope: () => problem(403, 'restricted_resource', 'Insufficient permissions for this endpoint.'),
};
const invalid = (message: string): OutsideAnswer => problem(400, 'validation_error', message);
const withoutDashes = (id = ''): string => decodeURIComponent(id).replaceAll('-', '');
const notShared = (what: string, id: string): OutsideAnswer =>
	problem(
		404,
		'object_not_found',
		`Could not find ${what} with ID: ${id}. Make sure the relevant pages and databases are shared with your integration.`,
	);

/** @param database changed in place */
export function notionService(database: NotionDatabase, access: Access = accessOf(notionToken, notionScopes)): OutsideService {
	return (call: OutsideCall) => {
		const { method, headers, path } = call;
		const resource = new URL(path, 'https://api.notion.com').pathname.replace(/^\/v1\//, '');
		const refusal = refuseCall(call, access, refusals, [findCapability(method, resource)]);
		if (refusal) return refusal;
		if (!headers['notion-version']) return problem(400, 'missing_version', 'Notion-Version header should be defined.');
		const otherwise = problem(400, 'invalid_request_url', 'Invalid request URL.');
		return answerBy(listRoutes(database, (call.body || {}) as Body), `${method} ${resource}`, otherwise);
	};
}

function findCapability(method: string, resource: string): string {
	if (method === 'GET' || resource.endsWith('/query')) return 'read_content';
	return method === 'POST' || resource.startsWith('blocks/') ? 'insert_content' : 'update_content';
}

function listRoutes(database: NotionDatabase, body: Body): Route[] {
	const inDatabase = (answer: () => OutsideAnswer) => (id: string) =>
		withoutDashes(id) === withoutDashes(database.id) ? answer() : notShared('database', id);
	const withPage = (what: string, answer: (page: NotionPage) => OutsideAnswer) => (id: string) => {
		const page = database.pages.find((one) => withoutDashes(one.id) === withoutDashes(id));
		return page ? answer(page) : notShared(what, id);
	};
	return [
		[/^GET databases\/([^/]+)$/, inDatabase(() => ({ body: describeDatabase(database) }))],
		[/^POST databases\/([^/]+)\/query$/, inDatabase(() => query(database, body))],
		[/^POST pages$/, () => createPage(database, body)],
		[/^PATCH pages\/([^/]+)$/, withPage('page', (page) => setProperties(database, page, (body.properties ?? {}) as Body))],
		[/^PATCH blocks\/([^/]+)\/children$/, withPage('block', (page) => appendBlocks(page, body))],
	];
}

function describeDatabase({ id, titleProperty, selectProperties }: NotionDatabase): object {
	const selects = selectProperties.map((name) => [name, { id: name.toLowerCase(), name, type: 'select', select: { options: [] } }]);
	const title = { id: 'title', name: titleProperty, type: 'title', title: {} };
	return {
		object: 'database',
		id,
		title: [{ plain_text: 'Suppliers' }],
		properties: Object.fromEntries([[titleProperty, title], ...selects]),
	};
}

/** Understands one filter on the title. */
function query(database: NotionDatabase, { filter, page_size: size = 100 }: Body): OutsideAnswer {
	const { property, title } = (filter ?? {}) as { property?: string; title?: { equals?: string } };
	if (filter !== undefined && property !== database.titleProperty)
		return invalid(`Could not find property with name or id: ${String(property)}`);
	if (filter !== undefined && typeof title?.equals !== 'string')
		return invalid('body failed validation: body.filter.title.equals should be a string.');
	const found = database.pages.filter((page) => filter === undefined || page.title === title!.equals);
	const results = found.slice(0, Number(size)).map((page) => describePage(database, page));
	return { body: { object: 'list', results, has_more: false, next_cursor: null } };
}

function createPage(database: NotionDatabase, body: Body): OutsideAnswer {
	const { parent, properties = {} } = body as { parent?: { database_id?: string }; properties?: Body };
	if (withoutDashes(parent?.database_id) !== withoutDashes(database.id)) return notShared('database', parent?.database_id ?? '');
	const id = `11111111-2222-4333-8444-${String(database.pages.length + 1).padStart(12, '0')}`;
	const page: NotionPage = { id, title: '', selects: {}, blocks: [] };
	const answer = setProperties(database, page, properties);
	if (answer.status === undefined) database.pages.push(page);
	return answer;
}

function setProperties(database: NotionDatabase, page: NotionPage, properties: Body): OutsideAnswer {
	const known = [database.titleProperty, ...database.selectProperties];
	const unknown = Object.keys(properties).find((name) => !known.includes(name));
	if (unknown !== undefined) return invalid(`${unknown} is not a property that exists.`);
	for (const [name, value] of Object.entries(properties)) {
		const { title, select } = value as { title?: Array<{ text: { content: string } }>; select?: { name?: string } };
		const text = name === database.titleProperty ? title?.map((part) => part.text.content).join('') : select?.name;
		if (text === undefined) return invalid(`${name} is expected to be ${name === database.titleProperty ? 'title' : 'select'}.`);
		if (name === database.titleProperty) page.title = text;
		else page.selects[name] = text;
	}
	return { body: describePage(database, page) };
}

function appendBlocks(page: NotionPage, { children }: Body): OutsideAnswer {
	if (!Array.isArray(children)) return invalid('body failed validation: body.children should be an array, instead was `undefined`.');
	if (children.length > 100) return invalid('body failed validation: body.children.length should be ≤ `100`.');
	const texts = (children as Array<Record<string, unknown>>).map((child) => {
		const { rich_text: parts, text } = (child[String(child.type)] ?? {}) as Record<
			string,
			Array<{ text: { content: string } }> | undefined
		>;
		// Versions before 2022-02-22 name it `text`.
		return (parts ?? text)?.map((part) => part.text.content).join('');
	});
	if (texts.some((text) => text === undefined))
		return invalid('body failed validation: body.children[0] should have the content of its type.');
	page.blocks.push(...(texts as string[]));
	const results = texts.map((_text, index) => ({ object: 'block', id: `block-${page.blocks.length - texts.length + index}` }));
	return { body: { object: 'list', results, has_more: false, next_cursor: null } };
}

function describePage({ id: database, titleProperty, selectProperties }: NotionDatabase, { id, title, selects }: NotionPage): object {
	const text = [{ type: 'text', plain_text: title, text: { content: title, link: null } }];
	const properties = selectProperties.map((name) => {
		const value = selects[name];
		return [
			name,
			{ id: name.toLowerCase(), type: 'select', select: value === undefined ? null : { id: value, name: value, color: 'default' } },
		];
	});
	return {
		...{ object: 'page', id, parent: { type: 'database_id', database_id: database }, url: `https://www.notion.so/${withoutDashes(id)}` },
		properties: Object.fromEntries([[titleProperty, { id: 'title', type: 'title', title: text }], ...properties]),
	};
}
