import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isTroupeError } from '../../../core/base/errors';
import { type AllowedModel, readAllowedModels } from '../../../providers/transformers/allowed-models';
import type { HubHost } from '../../../providers/transformers/hub';
import { readModelFolder } from '../../../providers/transformers/model-folder';
import { openLocalEmbedder } from '../../../providers/transformers/open-local-model';
import { type Attack, held, type Observation, open } from '../../attack';
import type { Range } from '../../range/range';

const fix = 'Set TROUPE_LOCAL_MODELS to the models that you approved, with their digests.';

/** Models that run on this machine. */
export const localModels: Attack[] = [
	{
		id: 'ASI04.27',
		aisvs: ['6.1.3'],
		fix,
		title: { en: 'A local model whose weights were changed is loaded', pt: 'Um modelo local cujos pesos foram trocados é carregado' },
		tries: 'The digest of the model is on the list of the operator; then a byte of its weights changes.',
		play: (range) => loadChanged(range, true),
		control: (range) => loadChanged(range, false),
	},
	{
		id: 'ASI04.28',
		aisvs: ['6.1.2'],
		fix,
		title: { en: 'A model that nobody approved is downloaded', pt: 'Um modelo que ninguém aprovou é baixado' },
		tries: 'An agent asks for a model of a stranger; the list of the operator has another one.',
		play: (range) => download(range, readAllowedModels('acme/embedder')),
		control: (range) => download(range, undefined),
	},
];

async function loadChanged(range: Range, isListed: boolean): Promise<Observation> {
	const folder = join(range.folder, `model-${isListed}`);
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, 'config.json'), '{"hidden_size": 8}');
	writeFileSync(join(folder, 'model.onnx'), 'weights');
	const { revision } = await readModelFolder({ folder });
	appendFileSync(join(folder, 'model.onnx'), '!');
	const allowedModels = isListed ? readAllowedModels(`${folder}=${revision}`) : undefined;
	const reached = await openWith(folder, { allowedModels, stateFolder: range.folder });
	return reached ? open('The changed file was given to the library.') : held('The model was refused.');
}

async function download(range: Range, allowedModels: readonly AllowedModel[] | undefined): Promise<Observation> {
	const asked: string[] = [];
	await openWith('stranger/embedder', { allowedModels, stateFolder: range.folder }, asked);
	return asked.length > 0 ? open(`${asked[0]} was asked for.`) : held('Nothing was asked of the hub.');
}

/** @returns whether the model was not refused. The library need not be installed. */
async function openWith(model: string, host: Pick<HubHost, 'allowedModels' | 'stateFolder'>, asked: string[] = []): Promise<boolean> {
	const fetch = (url: unknown) => {
		asked.push(String(url));
		return Promise.reject(new TypeError('fetch failed'));
	};
	try {
		await openLocalEmbedder(model, { ...host, fetch }, new AbortController().signal);
	} catch (error) {
		return !(isTroupeError(error) && error.code === 'MODEL_REFUSED');
	}
	return true;
}
