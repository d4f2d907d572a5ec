import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openGate } from '../../../test/fakes/permissive-gate';
import { openChannels } from '../channels/open-channels';
import { recordModels } from './record-models';

const stateFolder = mkdtempSync(join(tmpdir(), 'troupe-models-'));
afterAll(() => rmSync(stateFolder, { recursive: true, force: true }));

it('records the models and servers of the settings when they are others than at the last start', async () => {
	const hostOf = (model?: string) => ({
		...{ gate: openGate(), agentFolders: [], stateFolder },
		providers: model === undefined ? {} : { openai: { apiKey: 'k', model, baseUrl: 'https://ana:secret@models.example/v1?key=secret' } },
	});
	const start = async (model?: string) => (await recordModels(hostOf(model), 'serve')).isNew;
	expect([await start(), await start('m-1'), await start('m-1'), await start('m-2'), await start()]).toEqual([
		...[false, true, false, true, true],
	]);
	const log = await (await openChannels(hostOf())).switches.log(10, 'default');
	expect(log.map(({ target, reason }) => `${target} ${reason}`)).toEqual([
		'models:serve no provider',
		'models:serve openai: m-2 at models.example',
		'models:serve openai: m-1 at models.example',
	]);
});
