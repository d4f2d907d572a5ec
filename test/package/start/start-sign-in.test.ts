import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startLocalPages } from '../../../scripts/start/local-pages.mjs';
import { createSignInLink } from '../../../scripts/start/sign-in.mjs';

const owner = { email: 'owner@troupe.example', password: 'a password of nobody' };
const session = 'n8n-auth=session; Path=/; HttpOnly; SameSite=Lax';

let n8n: Server;
let url: string;
let logins: number;
let accepts: boolean;
let pages: Awaited<ReturnType<typeof startLocalPages>>;
let link: string;

beforeEach(async () => {
	[logins, accepts] = [0, true];
	n8n = createServer((asked, response) => {
		if (asked.url === '/rest/login') logins++;
		response.writeHead(accepts ? 200 : 401, accepts ? { 'set-cookie': session } : {}).end('{}');
	});
	await new Promise<void>((resolve) => n8n.listen(0, '127.0.0.1', resolve));
	url = `http://127.0.0.1:${(n8n.address() as AddressInfo).port}`;
	pages = await startLocalPages();
	const signIn = createSignInLink({ url, owner, ownerFile: '/home/owner.json', opens: '/workflow/troupeStartHere' });
	pages.add(signIn.handle);
	link = pages.url + signIn.path;
});
afterEach(async () => {
	await pages.stop();
	n8n.close();
});

const open = (address: string, headers = {}) => fetch(address, { redirect: 'manual', headers });

describe('the link that npm start prints', () => {
	it('signs the browser in and opens the workflow', async () => {
		const answer = await open(link);
		expect(answer.status).toBe(303);
		expect(answer.headers.get('location')).toBe(`${url}/workflow/troupeStartHere`);
		expect(answer.headers.getSetCookie()).toEqual([session]);
		expect(answer.headers.get('cache-control')).toBe('no-store');
		expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
	});

	it('signs in one browser only, and says to the next what to do', async () => {
		await Promise.all([open(link), open(link)]);
		const again = await open(link);
		const text = await again.text();
		expect({ status: again.status, cookies: again.headers.getSetCookie(), logins }).toEqual({ status: 410, cookies: [], logins: 1 });
		expect(text).toContain('The password is in the file /home/owner.json.');
		expect(text).not.toContain(owner.password);
	});

	it('opens the workflow again for the browser that was signed in', async () => {
		await open(link);
		const again = await open(link, { cookie: 'n8n-auth=session' });
		expect([again.status, again.headers.get('location')]).toEqual([303, `${url}/workflow/troupeStartHere`]);
		expect(again.headers.getSetCookie()).toEqual([]);
	});

	it('leads to n8n’s own sign-in where the password was changed there', async () => {
		accepts = false;
		const answer = await open(link);
		expect([answer.status, answer.headers.get('location')]).toEqual([303, `${url}/signin`]);
	});

	it('is new each time, too long to be guessed, and nothing without its secret', async () => {
		const other = createSignInLink({ url, owner, ownerFile: '', opens: '/' });
		expect(other.path).not.toBe(new URL(link).pathname);
		expect(Buffer.from(other.path.slice('/start/'.length), 'base64url')).toHaveLength(32);
		expect((await open(`${pages.url}/start/`)).status).toBe(404);
		expect((await open(`${link.slice(0, -1)}_`)).status).toBe(404);
		expect(logins).toBe(0);
	});

	it('is not used up by a request other than GET', async () => {
		expect((await fetch(link, { method: 'HEAD' })).status).toBe(405);
		expect((await open(link)).status).toBe(303);
	});

	it('is not answered under another host name, which a foreign page could give to this address', async () => {
		const { port, pathname: path } = new URL(link);
		const status = await new Promise((resolve, reject) =>
			request({ host: '127.0.0.1', port, path, headers: { host: `rebound.example:${port}` } }, (response) => resolve(response.statusCode))
				.on('error', reject)
				.end(),
		);
		expect([status, logins]).toEqual([403, 0]);
	});

	it('is served on the loopback address only', () => {
		expect(new URL(link).hostname).toBe('127.0.0.1');
	});
});
