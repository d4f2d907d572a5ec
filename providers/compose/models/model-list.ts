import { isTroupeError } from '../../../core/base/errors';
import { describeModel } from '../../../core/llm/prices/describe-model';
import type { ModelTaskResult } from '../../../core/llm/model-task';
import type { ModelDescription, ModelProvider } from '../../../core/ports/models/models';
import type { ProviderName } from '../../../core/ports/models/provider-names';
import type { Host } from '../hosts/host';
import { composeProviders } from './named-models';

type Listed = Pick<Extract<ModelTaskResult, { operation: 'list' }>, 'models' | 'failed'>;

/** @throws TroupeError the first provider's error if all fail */
export async function listModels(
	names: ProviderName[] | undefined,
	host: Pick<Host, 'providers' | 'fetch'>,
	signal: AbortSignal,
): Promise<Listed> {
	const providers = await composeProviders(names, host);
	const answers = await Promise.allSettled(
		providers.map(async (provider) => describe(await provider.listModels(signal), host.providers[provider.name]?.baseUrl)),
	);
	const refused = answers.find((answer) => answer.status === 'rejected');
	if (refused && answers.every(({ status }) => status === 'rejected')) throw refused.reason;
	return {
		models: answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : [])),
		failed: answers.flatMap((answer, index) => toFailure(answer, providers[index]!)),
	};
}

function describe(models: ModelDescription[], baseUrl: string | undefined): Promise<ModelDescription[]> {
	return Promise.all(models.map(async (model) => ({ ...(await describeModel(model.id, baseUrl)), ...model })));
}

function toFailure(answer: PromiseSettledResult<unknown>, { name }: ModelProvider): Listed['failed'] {
	if (answer.status === 'fulfilled') return [];
	if (!isTroupeError(answer.reason) || answer.reason.code === 'CANCELLED') throw answer.reason;
	return [{ provider: name, errorCode: answer.reason.code, message: answer.reason.message }];
}
