/** The HTTP side of the phone page: serves it, tells it what to show, and takes what is typed there. */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Language, languages } from '../../../core/base/text/languages';

/** Who wrote: the customer, Troupe, or a person of the company at its phone. */
export type Author = 'customer' | 'agent' | 'person';

/** What a click or a key on the page sends. `audio`: the name of a recording of the story, in place of a text. */
export interface PhoneMessage {
	author: 'customer' | 'person';
	text?: string;
	audio?: string;
}

/** What the page shows. */
export interface PhoneState {
	title: string;
	/** Who answers now, in a sentence. */
	status: string;
	messages: Array<{ author: Author; text: string }>;
	/** Beside the phone: what other systems have got. */
	panels: Array<{ title: string; text: string }>;
	/** Buttons, each of which sends some messages. */
	tries: Array<{ label: string; messages: PhoneMessage[] }>;
}

const folder = join('test', 'stories', 'phone');
const pages: Record<string, [file: string, type: string]> = {
	'/': ['phone-page.html', 'text/html; charset=utf-8'],
	'/phone-page.js': ['phone-page.js', 'text/javascript; charset=utf-8'],
};
const maxBodyBytes = 20_000;

/** The phone of one language. */
export interface PhoneSide {
	look(): PhoneState;
	send(message: PhoneMessage): Promise<void>;
}

/** Serves a page that acts as the customer's phone, in the language that the page asks for, to browsers on this machine. Runs in the checkout. */
export async function startPhone(sides: Record<Language, PhoneSide>) {
	const server = createServer((request, response) => {
		answer(request, response).catch((error: Error) => response.writeHead(500).end(error.message));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
	return { url: `http://${host}`, close };

	async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		// A foreign page can map its own name to 127.0.0.1; this header still contains the name.
		if (request.headers.host !== host) return void response.writeHead(403).end('Open the address that the story printed.');
		const { pathname: path, searchParams } = new URL(request.url ?? '', `http://${host}`);
		const language = languages.find((one) => one === searchParams.get('language'));
		const side = language && sides[language];
		if (request.method === 'GET' && path === '/state' && side) return reply(response, 'application/json', JSON.stringify(side.look()));
		if (request.method === 'GET' && pages[path]) return reply(response, pages[path][1], readFileSync(join(folder, pages[path][0]), 'utf8'));
		if (request.method !== 'POST' || path !== '/messages' || !side) return void response.writeHead(404).end();
		// No form of a foreign page can send this type.
		if (request.headers['content-type'] !== 'application/json') return void response.writeHead(415).end();
		await side.send(await readMessage(request));
		response.writeHead(204).end();
	}

	async function close(): Promise<void> {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	}
}

function reply(response: ServerResponse, type: string, body: string): void {
	response
		.writeHead(200, { 'content-type': type, 'cache-control': 'no-store', 'content-security-policy': "default-src 'self' 'unsafe-inline'" })
		.end(body);
}

async function readMessage(request: IncomingMessage): Promise<PhoneMessage> {
	let text = '';
	for await (const chunk of request.setEncoding('utf8')) {
		text += chunk as string;
		if (text.length > maxBodyBytes) throw new Error(`A message has at most ${maxBodyBytes} characters.`);
	}
	return JSON.parse(text) as PhoneMessage;
}
