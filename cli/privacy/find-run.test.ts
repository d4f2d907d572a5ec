import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTroupe } from '../program';
import { testTerminal } from '../../test/support/test-terminal';

let home: string;
beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'troupe-find-'))));
afterEach(() => rmSync(home, { recursive: true }));

test.each([
	['en', 'telefone=+5544999990001', 'No contact has the id or name "telefone=+5544999990001"'],
	['en', 'fone=+5544999990001', '"fone" is not a kind of name. Kinds: phone, email'],
	['pt', 'telefone=+5544999990001', 'Não existe o tipo "telefone": os tipos são phone, email'],
	['pt', 'Nina', 'Nenhum contato tem o id ou o identificador "Nina"'],
])('says in %s that %s is not a contact, because nothing found would be read as nothing stored', async (language, person, said) => {
	const terminal = testTerminal({ TROUPE_HOME: home });
	expect(await runTroupe(['privacy', 'find', person, '--language', language], terminal)).toBe(1);
	expect(terminal.noted.join('\n')).toContain(said);
});

test.each([
	['+5544999990001', true],
	['(44) 99999-0001', true],
	['phone=44 99999-0001', true],
	['phone=+5544999990001', false],
	['maria', false],
])('tells who asks for %s how a phone number is written: %s', async (person, isTold) => {
	const terminal = testTerminal({ TROUPE_HOME: home });
	expect(await runTroupe(['privacy', 'find', person, '--language', 'pt'], terminal)).toBe(1);
	expect(terminal.noted.join('\n').includes('Um número de telefone leva o tipo, o sinal de mais e o código do país')).toBe(isTold);
});
