import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSigner, formatVerifierKey } from '../../core/audit/note-key';
import { openEvents } from '../../providers/compose/events/events';
import { closeOpened } from '../../providers/compose/open-once';
import { openAudit } from '../../providers/compose/state/host-audit';
import { openGate } from '../../test/fakes/permissive-gate';
import { setEnvironment } from '../../test/support/set-environment';
import { until } from '../../test/support/wait-until';
import { askForCosignatures } from './ask-witnesses';

it('logs and publishes once that a witness refuses the log', async () => {
	const home = mkdtempSync(join(tmpdir(), 'troupe-ask-witnesses-'));
	const server = createServer((request, response) => void request.resume().on('end', () => response.writeHead(422).end()));
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	const key = formatVerifierKey(createSigner('w.example', 'cosignature', Buffer.alloc(32, 1)).key);
	writeFileSync(join(home, 'witnesses'), `witness W ${key} http://127.0.0.1:${(server.address() as AddressInfo).port}\nquorum W\n`);
	const restore = setEnvironment({ TROUPE_AUDIT_WITNESSES: join(home, 'witnesses'), TROUPE_WEBHOOK_PRIVATE: 'allow' });
	const host = { gate: openGate(), agentFolders: [], providers: {}, stateFolder: home, database: '' };
	const { store } = (await openAudit(host))!;
	await store.append([{ tenant: 'acme', at: Date.now(), action: 'a.b', outcome: 'success', who: { kind: 'system' } }]);
	await store.sequence('acme');
	const lines: unknown[][] = [];
	const asking = askForCosignatures(host, (...line) => void lines.push(line));
	const told = async () => (await (await openEvents(host)).read('acme', 0, 10)).map(({ type, data }) => [type, data]);
	await until(async () => (await told()).length > 0 && lines.length > 0);
	await asking.stop();
	expect(await told()).toEqual([['audit.log.refused', { witness: 'w.example', reason: '422' }]]);
	expect(lines).toEqual([
		['error', 'witness refuses the audit log: it cosigned another one', { tenant: 'acme', witness: 'w.example', reason: '422' }],
	]);
	restore();
	await closeOpened();
	await new Promise((done) => server.close(done));
	rmSync(home, { recursive: true });
});
