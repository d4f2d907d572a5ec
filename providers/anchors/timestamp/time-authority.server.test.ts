import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FakeTimestampAuthority, type FakeTimestampOptions, startTimestampAuthority } from '../../../test/fakes/timestamp-authority';
import { readTimestamp } from './read-timestamp';
import { askForTimestamp } from './time-authority';

const text = 'example.com/log\n3\nqINS1GRFhWHwdkUeqLEoP4yEMkTBBzxBkGwGQlVlVcs=\n\n— example.com/log AAAA\n';

let open: FakeTimestampAuthority[] = [];
afterEach(async () => {
	for (const server of open) await server.close();
	open = [];
});
async function start(options?: FakeTimestampOptions) {
	const server = await startTimestampAuthority(options);
	open.push(server);
	const authority = { url: server.url, roots: readFileSync(server.rootFile, 'utf8') };
	return { server, authority, ask: () => askForTimestamp(text, { authority, fetch }) };
}

it('gets a timestamp, which OpenSSL verifies as well', async () => {
	const { server, authority, ask } = await start();
	const answer = await ask();
	const { at } = (await readTimestamp(answer, text, authority.roots)) as { at: Date };
	expect(Math.abs(at.getTime() - Date.now())).toBeLessThan(3_600_000);
	const folder = mkdtempSync(join(tmpdir(), 'troupe-ts-'));
	const [data, reply] = [join(folder, 'data'), join(folder, 'reply')];
	writeFileSync(data, text);
	writeFileSync(reply, answer);
	const verified = execFileSync('openssl', ['ts', '-verify', '-in', reply, '-data', data, '-CAfile', server.rootFile], { stdio: 'pipe' });
	expect(String(verified)).toContain('Verification: OK');
	rmSync(folder, { recursive: true });
});

it('follows a chain over authorities, and none over a certificate that may not issue others', async () => {
	const delegated = await start({ chain: 'delegated' });
	expect(await readTimestamp(await delegated.ask(), text, delegated.authority.roots)).toHaveProperty('at');
	const leaf = await start({ chain: 'leaf' });
	await expect(leaf.ask()).rejects.toThrow('does not lead to a root');
	const expired = await start({ chain: 'expired' });
	await expect(expired.ask()).rejects.toThrow('does not lead to a root');
});

it('refuses a timestamp of another text, of another query, of another root, and one with a changed time', async () => {
	const { authority, ask } = await start();
	const answer = await ask();
	expect(await readTimestamp(answer, `${text}.`, authority.roots)).toEqual({ fault: 'it is of another text' });
	expect(await readTimestamp(answer, text, authority.roots, Buffer.alloc(8, 0x41))).toEqual({ fault: 'it answers another query' });
	const other = await start();
	expect(await readTimestamp(answer, text, other.authority.roots)).toMatchObject({ fault: expect.stringContaining('root') as string });
	const at = answer.indexOf('20', answer.indexOf(Buffer.from([0x18, 0x0f])));
	const changed = Buffer.from(answer);
	changed[at + 3]! -= 1;
	expect(await readTimestamp(changed, text, authority.roots)).toHaveProperty('fault');
	for (const cut of [0, 1, 5, 60, answer.length - 1])
		expect(await readTimestamp(answer.subarray(0, cut), text, authority.roots)).toHaveProperty('fault');
	const nested = Buffer.alloc(60_000, 0x30);
	expect(await readTimestamp(nested, text, authority.roots)).toHaveProperty('fault');
});

it('says what an authority answered that gives no timestamp', async () => {
	const { server, ask } = await start();
	const reply = { 'content-type': 'application/timestamp-reply' };
	server.script([
		{ status: 503, body: 'away' },
		{ status: 200, headers: { 'content-type': 'text/html' }, body: '<html>' },
		{ status: 200, headers: reply, body: Buffer.alloc(70_000) },
		// PKIStatusInfo: rejection (2), badAlg.
		{ status: 200, headers: reply, body: Buffer.from([0x30, 0x09, 0x30, 0x07, 0x02, 0x01, 0x02, 0x03, 0x02, 0x07, 0x80]) },
	]);
	await expect(ask()).rejects.toMatchObject({ code: 'HTTP_RESPONSE_INVALID', message: expect.stringContaining('HTTP 503') as string });
	await expect(ask()).rejects.toThrow('answered with text/html, expected application/timestamp-reply');
	await expect(ask()).rejects.toThrow('more than 65536 bytes');
	await expect(ask()).rejects.toThrow('the query was refused, with status 2');
	await server.close();
	open = [];
	await expect(ask()).rejects.toMatchObject({ code: 'HTTP_UNREACHABLE' });
});

it('takes no answer to an earlier query, nor one that repeats no number of a query (sigstore/timestamp-authority#1405)', async () => {
	const { server, authority, ask } = await start({ repeats: true });
	const folder = mkdtempSync(join(tmpdir(), 'troupe-ts-'));
	const [data, query] = [join(folder, 'data'), join(folder, 'query')];
	writeFileSync(data, text);
	execFileSync('openssl', ['ts', '-query', '-data', data, '-sha256', '-cert', '-no_nonce', '-out', query], { stdio: 'pipe' });
	const headers = { 'content-type': 'application/timestamp-query' };
	const answered = await fetch(server.url, { method: 'POST', headers, body: new Uint8Array(readFileSync(query)) });
	rmSync(folder, { recursive: true });
	expect(await readTimestamp(Buffer.from(await answered.arrayBuffer()), text, authority.roots)).toHaveProperty('at');
	await expect(ask()).rejects.toThrow('it answers another query');
	const other = await start({ repeats: true });
	await other.ask();
	await expect(other.ask()).rejects.toThrow('it answers another query');
});
