import { dirname, join } from 'node:path';
import type { N8n } from './n8n-api';
import { refuse } from './task-problem';

type Render = (file: string, options: object) => Promise<string>;

/** The part of Express's response that nodes use. It is collected, and sent by the worker. */
export class PageResponse {
	statusCode = 200;
	headersSent = false;
	readonly #headers: Record<string, string> = {};
	#body = '';
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

	/** Renders one of the pages of the operator's n8n. */
	render(page: string, data: object = {}): void {
		this.headersSent = true;
		this.#rendering = this.#render(page, data);
	}

	/** @throws TaskProblem if a page cannot be rendered */
	async settled(): Promise<void> {
		await this.#rendering;
	}

	toJSON(): { status: number; headers: Record<string, string>; body: string } {
		return { status: this.statusCode, headers: this.#headers, body: this.#body };
	}

	async #render(page: string, data: object): Promise<void> {
		const { load } = this.n8n;
		const folder = join(dirname(load.resolve('./package.json')), 'templates');
		const { createHandlebarsEngine } = load('./dist/utils/handlebars.util.js') as { createHandlebarsEngine?: () => Render };
		if (createHandlebarsEngine === undefined) throw refuse('This version of n8n has no pages that Troupe can show.');
		const render = createHandlebarsEngine();
		const html = await render(join(folder, `${page}.handlebars`), { ...data, settings: { views: folder } });
		this.#finish(html, 'text/html; charset=utf-8');
	}

	#finish(body: string, type: string): this {
		this.headersSent = true;
		this.#body = body;
		this.#headers['content-type'] ??= type;
		return this;
	}
}
