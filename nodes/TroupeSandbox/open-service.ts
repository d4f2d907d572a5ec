import type { IExecuteFunctions } from 'n8n-workflow';
import { TroupeError } from '../../core/base/errors';
import { SandboxService } from '../../sandbox/client/sandbox-service';
import { readService, serviceCredential } from '../shared/service/read-service';

/** Opens the service of the node's credential; undefined without one. @throws TroupeError INPUT_INVALID for one that is not filled in */
export async function openService(context: IExecuteFunctions, item: number, signal: AbortSignal): Promise<SandboxService | undefined> {
	if (context.getNode().credentials?.[serviceCredential] === undefined) return undefined;
	if (context.getNodeParameter('runOn', item, 'service') === 'own') throw notChosen();
	const { url, token } = await readService(context, item, 'sandbox:run');
	return new SandboxService({ url, token, signal });
}

/** n8n does not give a credential that the form does not show. */
const notChosen = () =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: 'The node has the credential of a Troupe service, but its field "Run On" is set to "This n8n".',
		fix: 'Set "Run On" to "Troupe Service". To run it in this n8n, open the node and save the workflow again.',
	});

/** @param need what the node asks of it @throws TroupeError INPUT_INVALID without a credential */
export async function requireService(
	context: IExecuteFunctions,
	item: number,
	signal: AbortSignal,
	need: keyof typeof missing,
): Promise<SandboxService> {
	const service = await openService(context, item, signal);
	if (service !== undefined) return service;
	throw new TroupeError({ code: 'INPUT_INVALID', ...missing[need] });
}

const missing = {
	run: {
		message: 'The field "Run On" is set to "Troupe Service", and the node has no credential of one.',
		fix: 'Choose a credential, or set "Run On" to "This n8n". A node of version 1 shows the field for scripts only: add the node again to run all else.',
	},
	report: {
		message: 'A report is stored by a Troupe service only, and the node has no credential of one.',
		fix: 'Choose a credential, or use the option Return Report of the run.',
	},
};
