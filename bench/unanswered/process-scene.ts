/** The process of the sales example on the embedded engine, which is one process: without the key of Supabase, and with a CRM that is down. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startChatwootServer } from '../../sandbox/fakes/channels/chatwoot-server';
import { rawAnswer, startFakeServer } from '../../sandbox/fakes/fake-server';
import { pipeRunToken, startPipeRunServer } from '../../sandbox/fakes/piperun/piperun-server';
import { ChannelService } from '../../test/package/channels/channel-service';
import { salesExample } from '../../test/stories/uat/sales-cases';
import { zApiSide } from '../../test/support/channels/provider-side';
import type { Scene } from './scene';
import { addDesk, answer, waits } from './stage';

export async function openProcessScene(count: number): Promise<Scene> {
	const [desk, crm, leads] = await Promise.all([startChatwootServer(), startPipeRunServer(), startLeadServer()]);
	const service = await ChannelService.start(['--message', 'customer-wrote', '--desk', 'people', ...waits], {
		respond: answer,
		prepare: async (prepared) => void (await addDesk(prepared, desk.url)),
	});
	await service.troupe(
		['credentials', 'add', 'piperun', '--type', 'piperunApi'],
		JSON.stringify({ token: pipeRunToken, baseUrl: crm.url }),
	);
	await deploy(service, leads.url);
	const on = [{ ...zApiSide(service, count), name: 'process' }];
	const restart = async (settings: NodeJS.ProcessEnv) => {
		await service.kill();
		await service.serve({ TROUPE_ALLOW_PRIVATE_NETWORKS: 'true', ...settings });
	};
	return {
		service,
		desk,
		faults: [
			{ name: 'no key of Supabase', on, begin: () => restart({}) },
			{
				name: 'CRM down',
				on,
				async begin() {
					crm.fault = () => ({ status: 503, body: 'Service Unavailable' });
					await restart({ TROUPE_TOOL_SECRET_SUPABASE_KEY: 'key', TROUPE_TOOL_SECRET_SUPABASE_KEY_SERVERS: '127.0.0.1' });
				},
				meanwhile: () => restart({}),
			},
		],
		close: async () => void (await Promise.all([service, desk, crm, leads].map((each) => each.close()))),
	};
}

/** Answers as Supabase does: every other lead is ready for a person, and all belong into the CRM. */
function startLeadServer() {
	let asked = 0;
	const lead = { nome: 'Maria', email: null, cidade: 'Curitiba', uf: 'PR', orcamentos: [] };
	const empresa = { cnpj: '11.222.333/0001-81', nome: 'Metal Sul' };
	return startFakeServer(() => {
		const temperatura = asked++ % 2 === 0 ? 'quente' : 'morno';
		return rawAnswer({ status: 200, body: [{ ...lead, empresa, temperatura, resumo: 'Quer uma prensa.' }] });
	});
}

async function deploy(service: ChannelService, leadsUrl: string): Promise<void> {
	const files = ['sdr.bpmn', 'atendimento.form'].map((name) => {
		const file = join(service.home, name);
		writeFileSync(file, readFileSync(join(salesExample, 'process', name), 'utf8').replaceAll('http://127.0.0.1:54321', leadsUrl));
		return file;
	});
	await service.troupe(['knowledge', 'ingest', 'examples/sdr/handbook', '--into', 'serra-azul', '--embedder', 'none']);
	const { code, noted } = await service.troupe(['process', 'deploy', ...files, '--engine', service.url]);
	if (code !== 0) throw new Error(noted);
}
