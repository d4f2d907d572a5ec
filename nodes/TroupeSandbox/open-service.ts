import type { IExecuteFunctions } from 'n8n-workflow';
import { TroupeError } from '../../core/base/errors';
import { SandboxService } from '../../sandbox/client/sandbox-service';
import { readService, serviceCredential } from '../shared/service/read-service';

/** @param need what the node asks of it @throws TroupeError INPUT_INVALID without a credential */
export async function requireService(
	context: IExecuteFunctions,
	item: number,
	signal: AbortSignal,
	need: keyof typeof missing,
): Promise<SandboxService> {
	if (context.getNode().credentials?.[serviceCredential] === undefined) throw new TroupeError({ code: 'INPUT_INVALID', ...missing[need] });
	const { url, token } = await readService(context, item, 'sandbox:run');
	return new SandboxService({ url, token, signal });
}

const missing = {
	run: {
		message: 'The field "Run On" is set to "Troupe Service", and the node has no credential of one.',
		fix: 'Choose a credential, or set "Run On" to "This n8n".',
	},
	report: {
		message: 'A report is stored by a Troupe service only, and the node has no credential of one.',
		fix: 'Choose a credential, or use the option Return Report of the run.',
	},
};
