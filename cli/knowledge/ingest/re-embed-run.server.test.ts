import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openKnowledgeStore } from '../../../providers/compose/knowledge/knowledge-store';
import { openGate } from '../../../test/fakes/permissive-gate';
import { runTroupe } from '../../program';
import { testTerminal } from '../../../test/support/test-terminal';
import { runIngest } from './ingest-run';
import { type ReembedOptions, runReembed } from './re-embed-run';
import { slowTest } from '../../../test/support/slow-tests';

let home: string;
let server: Server;
let baseUrl: string;
let status: number;
const gate = openGate();

beforeEach(async () => {
	home = mkdtempSync(join(tmpdir(), 'troupe-re-embed-'));
	status = 200;
	server = createServer((request, response) => {
		const parts: Buffer[] = [];
		request.on('data', (part: Buffer) => parts.push(part));
		request.on('end', () => {
			const { input } = JSON.parse(Buffer.concat(parts).toString()) as { input: string[] };
			const data = input.map((text, index) => ({ index, embedding: [text.length, 1, 1] }));
			response.writeHead(status, { 'content-type': 'application/json' });
			response.end(JSON.stringify(status === 200 ? { data, usage: { prompt_tokens: 1 } } : { error: { message: 'no' } }));
		});
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
	const path = join(home, 'corpus.jsonl');
	writeFileSync(path, [1, 2, 3].map((id) => `${JSON.stringify({ id: `d${id}`, text: `Text ${id}.` })}\n`).join(''));
	await runIngest([path], { into: 'handbook' }, testTerminal(), open);
});
afterEach(async () => {
	await new Promise((closed) => server.close(closed));
	rmSync(home, { recursive: true, force: true });
});

const open = async () => ({ gate, agentFolders: [], providers: { openai: { apiKey: 'key', baseUrl } }, stateFolder: home });

async function reembed(options: Partial<ReembedOptions>) {
	const terminal = testTerminal();
	const code = await runReembed({ in: 'handbook', ...options }, terminal, open);
	return { code, printed: terminal.printed.join('\n') };
}
async function readStatus() {
	const terminal = testTerminal({ TROUPE_HOME: home });
	await runTroupe(['knowledge', 'status', 'handbook'], terminal);
	return [...terminal.printed, ...terminal.noted].join('\n');
}

test('embeds a collection by another model, says so, and does nothing the second time', async () => {
	const first = await reembed({ embedder: 'openai:text-embedding-3-small' });
	expect(first).toEqual({
		code: 0,
		printed:
			'handbook: 3 documents, 3 chunks, now searched by openai:text-embedding-3-small, 3 dimensions\n3 chunks embedded, 0.0000 USD; the others were already embedded',
	});
	expect(gate.admitted).toContainEqual({ kind: 'command', name: 'knowledge re-embed' });
	await expect(readStatus()).resolves.toContain('openai:text-embedding-3-small');
	await expect(reembed({ embedder: 'openai:text-embedding-3-small' })).resolves.toMatchObject({
		printed: expect.stringContaining('already'),
	});
	const { printed } = await reembed({ embedder: 'none', json: true });
	expect(JSON.parse(printed)).toMatchObject({ name: 'handbook', documents: 3, changed: true, embeddedChunks: 0 });
});

test('a failure leaves what was, an unfinished one is shown, and can be given up', async () => {
	status = 401;
	await expect(reembed({ embedder: 'openai:text-embedding-3-small' })).rejects.toMatchObject({ code: 'MODEL_AUTHENTICATION' });
	await expect(readStatus()).resolves.toContain('words only');
	const store = await openKnowledgeStore({ stateFolder: home });
	const collection = (await store.find('handbook'))!;
	await collection.shadow({ ...(await collection.statistics()).stamp, embedding: { model: 'openai:other', dimensions: 3 } });
	await store.close();
	await expect(readStatus()).resolves.toMatch(/words only[^]*is not finished: 0 of 3 documents[^]*re-embed --in handbook --abandon/);
	await expect(reembed({ abandon: true })).resolves.toMatchObject({ printed: expect.stringContaining('handbook: ') });
	await expect(reembed({ abandon: true })).resolves.toMatchObject({ printed: 'handbook: no unfinished re-embedding' });
});

slowTest('another process that is at it is waited for, and not given up', async () => {
	const store = await openKnowledgeStore({ stateFolder: home });
	const letGo = (await (await store.find('handbook'))!.holdShadow())!;
	await expect(reembed({ abandon: true })).rejects.toMatchObject({ code: 'STATE_CONFLICT', fix: expect.stringContaining('Stop') });
	const terminal = testTerminal();
	const waits = Promise.withResolvers<string>();
	const listening = { ...terminal, note: (line: string) => void (/another process/.test(line) && waits.resolve(line)) };
	const done = runReembed({ in: 'handbook', embedder: 'openai:text-embedding-3-small' }, listening, open);
	// One that fails before it waits is told, and not waited for.
	expect(await Promise.race([waits.promise, done])).toContain('0 of 3 documents, another process is re-embedding; waiting to continue');
	await letGo();
	expect([await done, terminal.printed.join()]).toEqual([0, expect.stringContaining('3 chunks embedded')]);
	await store.close();
	expect(readdirSync(home).filter((name) => name.endsWith('.hold'))).toEqual([]);
});

test('a model or --abandon has to be named', async () => {
	await expect(reembed({})).rejects.toMatchObject({ code: 'INPUT_INVALID', fix: expect.stringContaining('--embedder') });
	await expect(reembed({ in: 'nowhere', embedder: 'none' })).rejects.toMatchObject({ code: 'KNOWLEDGE_NOT_FOUND' });
});

test('cuts the documents in another way, where that is named', async () => {
	expect(await reembed({ embedder: 'none', chunking: 'whole' })).toMatchObject({ code: 0 });
	expect(await readStatus()).toMatch(/none: words only +whole documents/);
	await expect(reembed({ embedder: 'none', chunking: 'semantic' })).rejects.toMatchObject({
		fix: expect.stringContaining('--chunking structure'),
	});
});
