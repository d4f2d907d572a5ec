import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chain, endEvent, processModel, serviceTask, startEvent } from '../../contract/model-builder';
import { openCrmWorker } from '../../../engine-adapter/workers/crm/crm-worker';
import { connectZeebe } from '../../../engine-adapter/zeebe/connect-zeebe';
import { openGate } from '../../fakes/permissive-gate';
import { pipeRunToken, startPipeRunServer } from '../../../sandbox/fakes/piperun/piperun-server';
import { storeCredential } from '../../support/store-credential';
import { describeWithBroker } from '../broker/real-engine';

const record = serviceTask('record', {
	type: 'troupe:crm',
	headers: { credential: 'piperun', pipeline: '1', stage: '10', resultExpression: '={dealId: crm.deal.id, isNew: crm.company.isNew}' },
	inputs: [{ target: 'lead', source: '={id: conversation.id, company: {name: "Padaria Sol", cnpj: cnpj}}' }],
});

describeWithBroker('leads on Zeebe 8.6.0', ({ address, restAddress }) => {
	test('processes of one company make one company', async () => {
		const server = await startPipeRunServer();
		const host = { gate: openGate(), agentFolders: [], providers: {}, stateFolder: mkdtempSync(join(tmpdir(), 'troupe-crm-zeebe-')) };
		await storeCredential(host, 'piperun', 'piperunApi', { token: pipeRunToken, baseUrl: server.url });
		const engine = await connectZeebe({ address, restAddress });
		const worker = await openCrmWorker(engine, host);
		try {
			await engine.deploy([processModel('leads', [startEvent(), record, endEvent(), ...chain('start', 'record', 'end')])]);
			const start = (number: number) => {
				const variables = { conversation: { id: `c-${number}` }, cnpj: '12.ABC.345/01DE-35' };
				return engine.startAndAwait({ processId: 'leads', variables }, 90_000);
			};
			const ends = await Promise.all([1, 2, 3, 4, 5].map(start));
			const ids = ends.map(({ variables }) => variables['dealId']);
			expect(ids.sort()).toEqual(server.tables.deals.map(({ id }) => String(id)).sort());
			expect(ends.filter(({ variables }) => variables['isNew'])).toHaveLength(1);
			expect(server.tables.companies).toHaveLength(1);
		} finally {
			await worker.close();
			await engine.close();
			await server.close();
			rmSync(host.stateFolder, { recursive: true });
		}
	});
});
