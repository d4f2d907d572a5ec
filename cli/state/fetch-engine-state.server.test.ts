import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchEngineState } from './fetch-engine-state';

it('refuses the page of another program as a copy of engine.db', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-copy-'));
	const page = '<html>It works!</html>';
	const server = createServer((_request, response) => response.setHeader('content-length', page.length).end(page));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	await expect(fetchEngineState(url, join(folder, 'engine.db'), { TROUPE_HOME: folder })).rejects.toMatchObject({
		code: 'ENGINE_UNREACHABLE',
		message: expect.stringContaining('another program answers there'),
	});
	expect(readdirSync(folder)).not.toContain('engine.db');
	server.close();
	rmSync(folder, { recursive: true });
});
