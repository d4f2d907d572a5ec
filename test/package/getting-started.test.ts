import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Types the commands of the page, in order, each in a process of its own and in a home that did not exist before. */
const home = mkdtempSync(join(tmpdir(), 'troupe-getting-started-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const page = readFileSync('docs/getting-started.md', 'utf8');
const commands = ['On the command line', 'Knowledge and memory'].flatMap((title) => {
	const section = page.split(`\n## ${title}\n`)[1]!.split('\n## ')[0]!;
	return [...section.matchAll(/^(?:bin\/troupe|echo) .*$/gm)].map(([command]) => command);
});

it('has commands to type', () => expect(commands.length).toBeGreaterThan(8));

it.each(commands)('%s', (command) => {
	const environment = { PATH: process.env.PATH, HOME: home };
	expect(execFileSync('bash', ['-c', command], { env: environment, encoding: 'utf8' })).not.toBe('');
});
