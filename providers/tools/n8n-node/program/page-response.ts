import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import { escapeHtml } from '../../../../core/base/text/escape-html';
import { mapTexts } from '../../../../core/base/text/map-texts';
import type { VisitPage } from '../node-task';
import type { N8n } from './n8n-api';
import { refuse } from './task-problem';

type Render = (file: string, options: object) => Promise<string>;

export class PageResponse {
	statusCode = 200;
	headersSent = false;
	readonly #headers: Record<string, string> = {};
	#body = '';
	#nonce: string | undefined;
	#rendering: Promise<void> | undefined;

	constructor(private readonly n8n: N8n) {}

	status(code: number): this {
		this.statusCode = code;
		return this;
	}

	setHeader(name: string, value: unknown): this {
		this.#headers[name.toLowerCase()] = String(value);
		return this;
	}

	set(name: string, value: unknown): this {
		return this.setHeader(name, value);
	}

	header(name: string, value: unknown): this {
		return this.setHeader(name, value);
	}

	getHeader(name: string): string | undefined {
		return this.#headers[name.toLowerCase()];
	}

	removeHeader(name: string): void {
		delete this.#headers[name.toLowerCase()];
	}

	send(body: unknown = ''): this {
		if (typeof body !== 'string') return this.json(body);
		return this.#finish(body, 'text/html; charset=utf-8');
	}

	json(body: unknown): this {
		return this.#finish(JSON.stringify(body), 'application/json; charset=utf-8');
	}

	end(body: unknown = ''): this {
		return this.send(body);
	}

	sendStatus(code: number): this {
		return this.status(code).send('');
	}

	/** Renders a page of the operator's n8n. */
	render(page: string, data: object = {}): void {
		this.headersSent = true;
		this.#rendering = this.#render(page, data);
	}

	/** @throws TaskProblem if a page cannot be rendered */
	async settled(): Promise<void> {
		await this.#rendering;
	}

	toJSON(): VisitPage {
		const type = this.#headers['content-type'] ?? 'text/plain; charset=utf-8';
		return { status: this.statusCode, type, body: this.#body, ...(this.#nonce !== undefined && { nonce: this.#nonce }) };
	}

	async #render(page: string, data: object): Promise<void> {
		const { load } = this.n8n;
		const folder = join(dirname(load.resolve('./package.json')), 'templates');
		const { createHandlebarsEngine } = load('./dist/utils/handlebars.util.js') as { createHandlebarsEngine?: () => Render };
		if (createHandlebarsEngine === undefined) throw refuse('This version of n8n has no pages that Troupe can show.');
		const render = createHandlebarsEngine();
		const html = await render(join(folder, `${page}.handlebars`), { ...(await toInert(data)), settings: { views: folder } });
		this.#nonce = randomBytes(18).toString('base64url');
		this.#finish(html.replaceAll('<script>', `<script nonce="${this.#nonce}">`), 'text/html; charset=utf-8');
	}

	#finish(body: string, type: string): this {
		this.headersSent = true;
		this.#body = body;
		this.#headers['content-type'] ??= type;
		return this;
	}
}

/** n8n's templates show these as HTML, with customers' words. A designer's HTML has its own field. */
const shownAsHtml = ['formDescription', 'message'];

/** Neutralises data, so that all remaining scripts are the template's. */
async function toInert(data: object): Promise<object> {
	const whole = await mapTexts(data, async (text) => text.replace(/<(?=\/?(?:script|style))/gi, '&lt;'));
	const texts = Object.entries(data).filter(([name, value]) => shownAsHtml.includes(name) && typeof value === 'string');
	return { ...whole, ...Object.fromEntries(texts.map(([name, value]) => [name, escapeHtml(value as string)])) };
}
