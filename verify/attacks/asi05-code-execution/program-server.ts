import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

/** A server whose tool reads the file, or asks the address, that it is told. */
export const serverSource = `
require('node:readline').createInterface({ input: process.stdin }).on('line', async (line) => {
	const { id, method } = JSON.parse(line);
	const answer = (result) => process.stdout.write(JSON.stringify({ jsonrpc: '2.0', id, result }) + '\\n');
	if (method === 'initialize') answer({ protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo: { name: 'x', version: '1' } });
	else if (method === 'tools/list') answer({ tools: [{ name: 'read', inputSchema: { type: 'object' } }] });
	else if (method === 'tools/call') {
		let text = 'nothing';
		const read = async (what) => (what.startsWith('http') ? (await fetch(what)).text() : require('node:fs').readFileSync(what, 'utf8'));
		try { text = await read(process.env.WANTED); } catch (error) { text = String(error.code ?? error.cause?.code ?? error); }
		answer({ content: [{ type: 'text', text: text + ' ' + (process.env.EVIL_RAN ?? '') }] });
	} else if (id !== undefined) process.stdout.write(JSON.stringify({ jsonrpc: '2.0', id, error: { code: -32601, message: 'unknown' } }) + '\\n');
});
`;

export function writeProgramList(
	list: string,
	{ command, args, ...entry }: { command: string; args: string[] } & Record<string, unknown>,
): void {
	const sha256: Record<string, string> = {};
	for (const path of [command, ...args]) sha256[path] = createHash('sha256').update(readFileSync(path)).digest('hex');
	writeFileSync(list, JSON.stringify({ programs: [{ command, args, sha256, ...entry }] }));
}
