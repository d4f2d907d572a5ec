import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AccessTokens } from '../../../manifests/registry/access/access-tokens';
import { openGate } from '../../../test/fakes/permissive-gate';
import { openHost } from '../../host';
import { runEvaluate } from '../../knowledge/search/evaluate-run';
import type { Terminal } from '../../terminal/terminal';
import { testTerminal } from '../../../test/support/test-terminal';
import { readRules } from '../lifecycle/read-evaluations';
import { openRegistry } from './open-registry';
import { readPermissions } from './read-permissions';

const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();
const encodings: Array<[string, (text: string) => Buffer]> = [
	['in UTF-8 with a byte order mark', (text) => Buffer.from(`\ufeff${text}`)],
	['in UTF-16, as PowerShell writes it', (text) => Buffer.from(`\ufeff${text}`, 'utf16le')],
	['in UTF-16 of the other order', (text) => utf16be(`\ufeff${text}`)],
];

describe.each(encodings)('a file that somebody saved %s', (_encoding, encode) => {
	let folder: string;
	beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'troupe-edited-'))));
	afterEach(() => rmSync(folder, { recursive: true }));
	const write = (name: string, content: string) => {
		const path = join(folder, name);
		writeFileSync(path, encode(content), { mode: 0o600 });
		return path;
	};

	it('is read as permissions, as rules of evaluations and as keys', () => {
		const path = write('permissions.json', '{"version": 1, "requests": ["GET api.example.com"]}');
		expect(readPermissions(path)).toEqual({ version: 1, requests: ['GET api.example.com'] });
		expect(readRules(write('rules.json', '[{"set": "Support", "minPass": 1}]'))).toMatchObject([{ set: 'Support' }]);
		const tokens = new AccessTokens({ keysFile: write('keys.json', '{"keys": []}') });
		expect(() => tokens.grantAccess('a.b.c')).toThrow('The access token is refused');
	});

	it('is read as the address and token of a registry', async () => {
		mkdirSync(join(folder, 'ana'));
		write('ana/registry.json', '{"url": "https://registry.example:8600"}');
		write('ana/token', 'abc.def.ghi\n');
		await expect(openRegistry({ as: join(folder, 'ana') }, testTerminal())).resolves.toMatchObject({
			url: 'https://registry.example:8600',
		});
	});

	it('is read as questions and judgements of a search', async () => {
		const options = {
			...{ in: 'k', top: 100, concurrency: 1 },
			queries: write('queries.jsonl', '{"id": "q", "text": "returns"}\n'),
			qrels: write('qrels.tsv', 'query-id\tcorpus-id\tscore\nother\td\t1\n'),
		};
		const open = async (terminal: Terminal) => ({ ...(await openHost(terminal)), gate: openGate() });
		await expect(runEvaluate(options, testTerminal({ TROUPE_HOME: folder }), open)).rejects.toThrow('has a judgement in');
	});
});
