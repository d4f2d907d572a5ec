import { countNouns } from '../../../core/base/text/count-nouns';
import type { ICredentialsDecrypted, INodeCredentialTestResult } from 'n8n-workflow';
import { isTroupeError, getErrorMessage } from '../../../core/base/errors';
import type { ProviderName } from '../../../core/ports/models/provider-names';
import { composeProviders } from '../../../providers/compose/models/named-models';
import { credentialTypes, toSettings } from './provider-credentials';

const timeoutS = 30;

/**
 * Tests a model credential as the nodes use it: by the list of models. n8n's own way of testing takes any page that answers for a model server, and
 * says of a refusal its status alone.
 */
export async function testModelCredential({ type, data = {} }: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
	const provider = (Object.keys(credentialTypes) as ProviderName[]).find((name) => Object.values(credentialTypes[name]).includes(type))!;
	try {
		const [opened] = await composeProviders([provider], { providers: { [provider]: toSettings(data, type) } });
		const { length } = await opened!.listModels(AbortSignal.timeout(timeoutS * 1000));
		return { status: 'OK', message: `Connected: ${countNouns(length, 'model')}` };
	} catch (error) {
		if (!isTroupeError(error)) return { status: 'Error', message: getErrorMessage(error) };
		if (error.code === 'CANCELLED')
			return { status: 'Error', message: `The server did not answer within ${timeoutS} seconds. Check the base URL, or try again.` };
		const fix = error.code === 'MODEL_NOT_FOUND' ? addressFixes[provider] : error.fix;
		return { status: 'Error', message: `${error.message} ${fix ?? ''}`.trim() };
	}
}

/** Without a model, a server that knows no such path has a wrong address. */
const addressFixes: Record<ProviderName, string> = {
	anthropic: 'Check the base URL. It must not include /v1.',
	google: 'Check the base URL. It must not include /v1.',
	ollama: 'Check the base URL. It must not include /v1 or /api.',
	openai: 'Check the base URL. For most servers it ends with /v1.',
};
