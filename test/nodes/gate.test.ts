import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findN8n, findNodePackage } from '../../core/base/n8n-installation';
import { n8nNodeJobHandler } from '../../engine-adapter/workers/nodes/n8n-node-worker';
import { approvePackage } from '../../manifests/approval/approve-package';
import { openNodePackageGate } from '../../manifests/gate/node-package-gate';
import { signInstalled } from '../../manifests/scan/sign-installed';
import { AuditLog } from '../../manifests/trust/audit-log';
import { closeOpened } from '../../providers/compose/open-once';
import { openGate } from '../fakes/permissive-gate';
import { createInstallation, type Installation } from '../support/installation';
import { editSnapshot } from '../support/registry/edit-snapshot';
import { fields } from './fields';

const stateFolder = mkdtempSync(join(tmpdir(), 'troupe-node-gate-'));
const base = findNodePackage(findN8n(), 'n8n-nodes-base')!;
let installation: Installation;
beforeAll(async () => {
	installation = await createInstallation();
	editSnapshot(installation, { policy: { unknownPackages: 'deny' } });
});
afterAll(async () => {
	await closeOpened();
	installation.remove();
	rmSync(stateFolder, { recursive: true, force: true });
});

function run() {
	const audit = new AuditLog({ home: installation.folder, tenant: 'default', warn: () => undefined });
	const nodeGate = openNodePackageGate({ ...installation.request(), audit });
	const job = {
		...{ key: '11', type: 'troupe:n8n-node', instanceKey: '7', processId: 'leads', processDefinitionKey: '3', elementId: 'greet' },
		...{ elementInstanceKey: '8', retries: 3, deadline: 0, variables: { name: 'Ada' } },
		headers: {
			nodeType: 'n8n-nodes-base.set',
			typeVersion: '3.4',
			parameters: JSON.stringify(fields({ greeting: '=Hello {{ $json.name }}' })),
		},
	};
	const host = { gate: openGate(), nodeGate, agentFolders: [], providers: {}, stateFolder };
	return n8nNodeJobHandler(host)(job, new AbortController().signal);
}

it('n8n’s own package runs where the policy denies unknown ones only after it was reviewed as it is installed', async () => {
	expect(await run()).toMatchObject({
		...{ kind: 'fail', code: 'MANIFEST_UNKNOWN', retries: 0 },
		message: expect.stringContaining(`No manifest names the package n8n-nodes-base (${base.folder})`) as string,
	});
	const { keysFolder, trust: into, nowMs } = installation;
	const request = { packageFolder: base.folder, keysFolder, into, nowMs, days: 30 };
	expect(await signInstalled(request)).toMatchObject({ package: { name: 'n8n-nodes-base', version: base.version }, dependencies: 0 });
	await approvePackage({ ...request, approver: 'Ada' });
	expect(await run()).toMatchObject({ kind: 'complete', variables: { item: { greeting: 'Hello Ada' } } });
});
